import type { Project } from '../../../src-preload/contract/projects.ts';
import { shownPath } from '../../lib/format/path.ts';

/** Where photos can go. */
export interface MoveTarget {
  /** Null for a project that is to be made. */
  id: number | null;
  name: string;
  label: string;
}

const plain = (text: string) => text.normalize('NFC').trim().toLocaleLowerCase();

/**
 * The projects whose name has what was typed, those that begin with it first; then one to be made, unless its name is
 * taken. The project that the photos are shown in is no place to move them to.
 */
export function moveTargets(
  projects: readonly Project[],
  shownId: number | null,
  typed: string,
): MoveTarget[] {
  const wanted = plain(typed);
  const found = projects
    .filter((project) => project.id !== shownId && plain(shownPath(project.name)).includes(wanted))
    .map(({ id, name }) => ({ id, name, label: shownPath(name) }));
  const begins = (target: MoveTarget) => plain(target.label).startsWith(wanted);
  const sorted = [...found.filter(begins), ...found.filter((target) => !begins(target))];
  const taken = projects.some((project) => plain(shownPath(project.name)) === wanted);
  if (wanted === '' || taken) return sorted;
  const name = typed.trim();
  return [...sorted, { id: null, name, label: `New project “${name}”` }];
}
