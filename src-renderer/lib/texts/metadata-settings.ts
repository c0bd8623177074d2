import type { ErrorText } from './errors.ts';

export interface Choice {
  label: string;
  /** What it means for the files. */
  note: string;
}

/** By the values of `exif.writeMode`. */
export const WRITE_MODES: Record<'sidecar-only' | 'embedded-only' | 'both', Choice> = {
  'sidecar-only': {
    label: 'Into sidecars beside the pictures',
    note: 'The pictures stay as they are, bit for bit.',
  },
  'embedded-only': {
    label: 'Into the pictures',
    note: 'The picture itself stays the same, pixel by pixel. RAW files other than DNG are never written into.',
  },
  both: {
    label: 'Into the pictures and into sidecars',
    note: 'The picture itself stays the same, pixel by pixel. RAW files other than DNG are never written into.',
  },
};

/** By the values of `exif.readPreference`. */
export const READ_PREFERENCES: Record<'sidecar-first' | 'embedded-first', Choice> = {
  'sidecar-first': { label: 'The sidecar', note: 'As most programs for RAW files have it.' },
  'embedded-first': { label: 'The picture', note: 'What stands in the picture itself comes first.' },
};

/** The same as a rule, for those who are about to read. */
export const READ_RULES: Record<'sidecar-first' | 'embedded-first', Choice> = {
  'sidecar-first': { label: 'The sidecar counts first', note: 'Where it is silent, the picture does.' },
  'embedded-first': { label: 'The picture counts first', note: 'Where it is silent, the sidecar does.' },
};

/** Why something cannot be begun by hand. */
export const NOT_ALLOWED: Record<'read' | 'write', ErrorText> = {
  read: {
    title: 'Reading is switched off for this library',
    body: 'What other programs wrote stays where it is. The settings below can switch it on.',
  },
  write: {
    title: 'Writing is switched off for this library',
    body: 'What you say of photos stays in the library and waits. The settings below can switch it on.',
  },
};
