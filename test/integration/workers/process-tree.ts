import { execFileSync } from 'node:child_process';

/** All processes of the machine as `pid → {parent, command}`. */
function processes(): Map<number, { parent: number; command: string }> {
  const lines = execFileSync('ps', ['-eo', 'pid=,ppid=,stat=,args='], { encoding: 'utf8' })
    .trim()
    .split('\n');
  const rows = lines.map((line) => /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line));
  return new Map(
    rows.flatMap((row) =>
      // A zombie runs no more; it only waits for its parent to look.
      row === null || row[3]?.startsWith('Z')
        ? []
        : [[Number(row[1]), { parent: Number(row[2]), command: row[4] ?? '' }] as const],
    ),
  );
}

/** The process and all that it started. */
export function familyOf(pid: number): number[] {
  const all = processes();
  const family = all.has(pid) ? [pid] : [];
  for (const member of family) {
    for (const [child, { parent }] of all) if (parent === member) family.push(child);
  }
  return family;
}

export function isRunning(pid: number): boolean {
  return processes().has(pid);
}

export function commandOf(pid: number): string {
  return processes().get(pid)?.command ?? '';
}

/** Resolves once none of them runs any more; the ones that do after `withinMs`. */
export async function survivors(pids: readonly number[], withinMs: number): Promise<number[]> {
  const until = Date.now() + withinMs;
  for (;;) {
    const alive = pids.filter(isRunning);
    if (alive.length === 0 || Date.now() > until) return alive;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
