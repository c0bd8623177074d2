import type { JobItem, JobLogLine } from '../../../src-preload/contract/jobs.ts';
import { printNote } from '../output.ts';
import type { Client } from '../session.ts';

/** As many as one call of `tasks.list` and `jobs.list` gives. */
const ROWS = 500;
/** As many as one call of `tasks.items`, and of `jobs.log`, gives. */
const ITEMS = 2000;
const LINES = 1000;

interface Wanted {
  limit: number;
  offset: number;
}

/** `limit` rows of a list, in as many calls as that takes; where there are more, that is said, or a script would miss them. */
export async function listed<T>(
  { limit, offset }: Wanted,
  ask: (page: Wanted) => Promise<{ rows: T[]; total: number }>,
): Promise<T[]> {
  const rows: T[] = [];
  let total = 0;
  do {
    const page = await ask({ limit: Math.min(ROWS, limit - rows.length), offset: offset + rows.length });
    total = page.total;
    if (page.rows.length === 0) break;
    rows.push(...page.rows);
  } while (rows.length < limit && offset + rows.length < total);
  if (offset + rows.length < total) {
    printNote(`These are ${rows.length} of ${total}; --limit shows more.`);
  }
  return rows;
}

export async function allItems({ tasks }: Client, taskId: string): Promise<JobItem[]> {
  const items: JobItem[] = [];
  for (let after: number | null = 0; after !== null; ) {
    const page: { items: JobItem[]; next: number | null } = await tasks.items({
      taskId,
      after,
      limit: ITEMS,
    });
    items.push(...page.items);
    after = page.next;
  }
  return items;
}

export async function wholeLog({ jobs }: Client, id: number): Promise<JobLogLine[]> {
  const lines: JobLogLine[] = [];
  for (let after: number | null = 0; after !== null; ) {
    const page: { lines: JobLogLine[]; next: number | null } = await jobs.log({ id, after, limit: LINES });
    lines.push(...page.lines);
    after = page.next;
  }
  return lines;
}
