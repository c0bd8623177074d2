/** Line icons on a 20 px grid, drawn for Safelight. One path each, stroked with the text's colour. */
const PATHS = {
  photos: 'M3 5.5h14v11H3zM3 13l3.6-3.6 3.2 3.2 2.4-2.4L17 14.6M13 8.4h.01M5 3h10',
  folder: 'M2.8 5.2h4.7l1.7 2h8v8.6H2.8z',
  plus: 'M10 4v12M4 10h12',
  search: 'M9 15A6 6 0 1 0 9 3a6 6 0 0 0 0 12zM13.5 13.5 17 17',
  sort: 'M6 4v12M3.5 13.5 6 16l2.500-2.500M14 16V4M11.500 6.500 14 4l2.500 2.500',
  filter: 'M3 4.500h14l-5.500 6.500v5l-3-1.500v-3.500z',
  tasks:
    'M3 5.500l1.300 1.300L6.800 4.200M9.500 5.500H17M3 10.500l1.300 1.300L6.800 9.200M9.500 10.500H17M4.500 15.500h.01M9.500 15.500H17',
  settings:
    'M10 12.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5zM10 2.500v2.200M10 15.300v2.200M2.500 10h2.200M15.300 10h2.200M4.700 4.700l1.550 1.550M13.750 13.750l1.550 1.550M4.700 15.300l1.550-1.550M13.750 6.250l1.550-1.550',
  help: 'M10 17.500a7.500 7.500 0 1 0 0-15 7.500 7.500 0 0 0 0 15zM7.700 7.700a2.300 2.300 0 1 1 3.500 2c-.8.5-1.200.9-1.200 1.800M10 14h.01',
  check: 'M4 10.500l4 4L16 6',
  close: 'M5 5l10 10M15 5 5 15',
  chevron: 'M7.500 5l5 5-5 5',
  down: 'M5 7.500l5 5 5-5',
  left: 'M12.500 4 6.500 10l6 6',
  right: 'M7.500 4l6 6-6 6',
  back: 'M16 10H4M9 5l-5 5 5 5',
  info: 'M10 17.500a7.500 7.500 0 1 0 0-15 7.500 7.500 0 0 0 0 15zM10 9.200V14M10 6.300h.01',
  warning: 'M10 3 2.500 16.500h15zM10 8.200v4M10 14.300h.01',
  failed: 'M10 17.500a7.500 7.500 0 1 0 0-15 7.500 7.500 0 0 0 0 15zM10 6v5M10 13.700h.01',
  canceled: 'M10 17.500a7.500 7.500 0 1 0 0-15 7.500 7.500 0 0 0 0 15zM4.800 15.200 15.200 4.800',
  done: 'M10 17.500a7.500 7.500 0 1 0 0-15 7.500 7.500 0 0 0 0 15zM6.500 10.300l2.500 2.500 4.500-5',
  waiting: 'M10 17.500a7.500 7.500 0 1 0 0-15 7.500 7.500 0 0 0 0 15zM10 5.500V10l3 2',
  queued: 'M4 5.500h12M4 10h12M4 14.500h7',
  paused: 'M7 4.500v11M13 4.500v11',
  resume: 'M6.500 4.500v11l9-5.500z',
  first: 'M4 3.500h12M10 16.500v-9M6.500 11 10 7.500l3.500 3.500',
  statistics: 'M3 16.500h14M5 16.500v-5M9 16.500v-9M13 16.500v-12',
  retry: 'M4 10a6 6 0 1 0 2-4.500M4 3.500v3.500h3.500',
  running: 'M10 2.500a7.500 7.500 0 1 1-7.100 5.100',
  broken: 'M3 4.500h14v11h-5l-1.500-3-2 1.500L7 12l-1.500 3.500H3zM7 8h.01',
  video: 'M2.500 5.500h10v9h-10zM12.500 9l5-3v8l-5-3',
  noPreview: 'M3 4.500h14v11H3zM6 8h.01M3 3l14 14',
  duplicate: 'M6.500 6.500h10v10h-10zM13.500 6.500v-3h-10v10h3',
  completion: 'M3 5h8v10H3zM14.500 7.500v5M12 10h5',
  conflict: 'M3 6.500h10l-2.500-3M17 13.500H7l2.500 3',
  unsupported: 'M5 2.800h6.500L15 6.300v11H5zM8 9l4 4M12 9l-4 4',
  reveal: 'M11.500 4H16v4.500M16 4 9.500 10.500M13.500 11.500V16H4V6.500h4.500',
  trash: 'M4 5.500h12M8 5.500V3.500h4v2M5.500 5.500l.8 11h7.400l.8-11M8.500 8.500v5M11.500 8.500v5',
  move: 'M3 5.200h4.700l1.700 2h7.600v8.600H3zM7 11.500h5.500M10.500 9.300l2.200 2.200-2.200 2.200',
  rename: 'M3.500 16.500l.8-3.500L13 4.300l2.700 2.700L7 15.700zM11.300 6l2.700 2.700',
  more: 'M5 10h.01M10 10h.01M15 10h.01',
  import: 'M10 3v9M6.500 8.500 10 12l3.500-3.500M3.500 13v3.500h13V13',
  library: 'M3 16.500h14M4.500 16.500v-12h3.500v12M8 16.500v-9h3.500v9M11.800 7.600l3-.9 2.400 9.400',
  lamp: 'M10 2.500v3M5.500 12.500a4.500 4.500 0 0 1 9 0zM8.300 15a1.800 1.800 0 0 0 3.400 0',
  shield:
    'M10 2.500l6 2.200v4.600c0 3.900-2.500 6.700-6 8.200-3.500-1.500-6-4.300-6-8.200V4.700zM7.300 10l2 2 3.500-3.800',
  undo: 'M4 8h8a4 4 0 0 1 0 8H8M4 8l3.500-3.500M4 8l3.500 3.500',
  write: 'M4 16.500h12M12.700 3.300l2.700 2.700-7.700 7.700-3.400.7.7-3.400z',
  tag: 'M3 3.500h6.500l7.500 7.500-6 6-7.500-7.500zM6.500 7h.01',
  small: 'M4 5h4v4H4zM12 5h4v4h-4zM4 12h4v4H4zM12 12h4v4h-4z',
  large: 'M3.500 4.500h13v11h-13z',
} as const;

export type IconName = keyof typeof PATHS;

interface IconProps {
  name: IconName;
  /** Side in px. Default 18. */
  size?: number;
  className?: string | undefined;
}

/** Always decoration: what it means is said by text beside it or by the label of its button. */
export function Icon({ name, size = 18, className }: IconProps) {
  return (
    <svg
      className={className}
      width={size}
      height={size}
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
