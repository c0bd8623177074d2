import type { Task } from '../../src-preload/contract/tasks.ts';
import { isAtWork, type WorkState } from './work-state.ts';
import { haltedText, progressText, shownName, taskTitle, unseenText } from './work-texts.ts';

export type TrayIconState = 'idle' | 'working' | 'attention';

export type TrayAction = 'open' | 'pauseAll' | 'resumeAll' | 'runMaintenance' | 'quit';

export type TrayEntry =
  /** Says something. `opens`: a click shows the window, where there is more about it. */
  | { kind: 'line'; label: string; opens: boolean }
  | { kind: 'action'; action: TrayAction; label: string; enabled: boolean }
  | { kind: 'separator' };

export interface TrayView {
  icon: TrayIconState;
  tooltip: string;
  entries: TrayEntry[];
}

/** More would make the menu a list; that is what the window is for. */
const MAX_TASKS = 3;
/** Windows cuts tooltips here. */
const MAX_TOOLTIP = 127;

/** What the tray shows, from what is known of the work. */
export function trayView(state: WorkState): TrayView {
  const lines = statusLines(state);
  const first = lines[0]?.label ?? '';
  const tooltip = `Safelight: ${first.charAt(0).toLowerCase()}${first.slice(1)}`;
  return {
    icon: iconOf(state),
    tooltip: tooltip.length <= MAX_TOOLTIP ? tooltip : `${tooltip.slice(0, MAX_TOOLTIP - 1)}…`,
    entries: [
      ...lines,
      { kind: 'separator' },
      { kind: 'action', action: 'open', label: 'Open Safelight', enabled: true },
      ...queueActions(state),
      { kind: 'separator' },
      { kind: 'action', action: 'quit', label: 'Quit Safelight', enabled: true },
    ],
  };
}

function iconOf({ library, unseen, pauses, open }: WorkState): TrayIconState {
  if (unseen.size > 0 || (library !== null && library.halted !== null)) return 'attention';
  return pauses.length === 0 && [...open.values()].some(isAtWork) ? 'working' : 'idle';
}

/** The most pressing first: the first line is the tooltip, too. */
function statusLines({ library, pauses, open, unseen }: WorkState): (TrayEntry & { kind: 'line' })[] {
  if (library === null) return [line('No library is open')];
  const lines: (TrayEntry & { kind: 'line' })[] = [];
  if (library.halted !== null) lines.push(line(haltedText(library.halted.code), true));
  for (const task of newestFirst(unseen).slice(0, MAX_TASKS)) lines.push(line(unseenText(task), true));
  if (unseen.size > MAX_TASKS) lines.push(line(`And ${unseen.size - MAX_TASKS} more`, true));
  if (pauses.length > 0) lines.push(line('All work is paused'));
  const tasks = [...open.values()].filter((task) => !unseen.has(task.id)).sort(byUrgency);
  for (const task of tasks.slice(0, MAX_TASKS)) {
    lines.push(line(`${taskTitle(task)}: ${progressText(task)}`));
  }
  if (tasks.length > MAX_TASKS) lines.push(line(`And ${tasks.length - MAX_TASKS} more`));
  if (lines.length === 0) lines.push(line(`Nothing to do in ${shownName(library.name)}`));
  return lines;
}

function queueActions({ library, pauses, open }: WorkState): TrayEntry[] {
  const isOpen = library !== null;
  const maintained = [...open.values()].some(
    ({ source, paused }) => source === 'maintenance' && paused === null,
  );
  return [
    pauses.length > 0
      ? { kind: 'action', action: 'resumeAll', label: 'Resume all work', enabled: isOpen }
      : { kind: 'action', action: 'pauseAll', label: 'Pause all work', enabled: isOpen },
    { kind: 'action', action: 'runMaintenance', label: 'Run maintenance', enabled: isOpen && !maintained },
  ];
}

function line(label: string, opens = false): TrayEntry & { kind: 'line' } {
  return { kind: 'line', label, opens };
}

function newestFirst(tasks: ReadonlyMap<string, Task>): Task[] {
  return [...tasks.values()].sort((a, b) => b.createdAt - a.createdAt);
}

/** What a person asked for before what the app does by itself, what runs before what waits, and the older first. */
function byUrgency(a: Task, b: Task): number {
  return (
    Number(a.source === 'maintenance') - Number(b.source === 'maintenance') ||
    Number(a.state !== 'running') - Number(b.state !== 'running') ||
    a.createdAt - b.createdAt
  );
}
