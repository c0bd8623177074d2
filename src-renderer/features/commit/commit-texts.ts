import type { ChangeSummary } from '../../../src-preload/contract/changes.ts';
import type { Task } from '../../../src-preload/contract/tasks.ts';
import { bytes, count, plural } from '../../lib/format/numbers.ts';

type Amount = Pick<ChangeSummary, 'photos' | 'files' | 'bytes'>;

/** `20 photos, 25 files, 61 MB`. */
export function amountText({ photos, files, bytes: size }: Amount): string {
  return `${plural(photos, 'photo')}, ${plural(files, 'file')}, ${bytes(size)}`;
}

/** What is among the files, for whoever wants to know: `12 pictures, 10 RAW files, 3 others`. */
export function kindsText({ images, raws, others }: ChangeSummary): string {
  const parts: string[] = [];
  if (images.files > 0) parts.push(plural(images.files, 'picture'));
  if (raws.files > 0) parts.push(plural(raws.files, 'RAW file'));
  if (others.files > 0) parts.push(plural(others.files, 'other'));
  return parts.join(', ');
}

export function runningText(task: Task): string {
  const what = task.type === 'change_undo' ? 'Putting files back' : 'Moving files to the trash';
  const { processed, total } = task.progress;
  return task.discovering || total === 0 ? `${what}…` : `${what}: ${count(processed)} of ${count(total)}`;
}
