import { readdirSync, readFileSync } from 'node:fs';

/** Every process below this one, by what Linux says of parents; empty elsewhere. */
export function processesBelow(root: number): number[] {
  if (process.platform !== 'linux') return [];
  const children = new Map<number, number[]>();
  for (const entry of readdirSync('/proc')) {
    const parent = /^\d+$/.test(entry) ? parentOf(entry) : null;
    if (parent !== null) children.set(parent, [...(children.get(parent) ?? []), Number(entry)]);
  }
  const found: number[] = [];
  const visit = (pid: number): void => {
    for (const child of children.get(pid) ?? []) {
      found.push(child);
      visit(child);
    }
  };
  visit(root);
  return found;
}

/** Those that still run; a process that has ended and only waits to be noticed does not count. */
export function stillRunning(pids: readonly number[]): number[] {
  return pids.filter((pid) => parentOf(String(pid)) !== null);
}

function parentOf(pid: string): number | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name stands in brackets and may hold anything: what counts comes after the last of them.
    const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return state === 'Z' ? null : Number(parent);
  } catch {
    return null; // It ended while we looked.
  }
}
