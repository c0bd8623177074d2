import type { Problem } from '../../../src-preload/contract/files.ts';
import { count } from '../format/numbers.ts';
import { shownPath } from '../format/path.ts';

/**
 * How much is missing, or replaced, and a few of the files, as the check wrote it into the problem's detail.
 * @returns null where it says nothing that can be read
 */
export function massLossText({ detail }: Pick<Problem, 'detail'>): string | null {
  const { missing, total, examples, changed } = parsed(detail);
  if (typeof missing !== 'number' || typeof total !== 'number') return null;
  const names = Array.isArray(examples)
    ? examples.filter((name) => typeof name === 'string').slice(0, 3)
    : [];
  const such = names.length === 0 ? '' : `, such as ${names.map(shownPath).join(', ')}`;
  const orReplaced =
    typeof changed === 'number' && changed > 0 ? ', or have another picture in their place' : '';
  return `${count(missing)} of ${count(total)} files are not where they were${orReplaced}${such}.`;
}

function parsed(
  detail: string | undefined,
): Partial<Record<'missing' | 'total' | 'examples' | 'changed', unknown>> {
  try {
    const value: unknown = JSON.parse(detail ?? '');
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {}; // Another version wrote it; the sentence of the code says enough without it.
  }
}
