/** Larger sets become several jobs of one step, which the next step waits for as one. */
export const MAX_ITEMS_PER_JOB = 2000;

/** The list in pieces of at most `size`; one empty piece where there is nothing, because that is a job all the same. */
export function chunked<T>(list: readonly T[], size = MAX_ITEMS_PER_JOB): T[][] {
  const chunks: T[][] = [];
  for (let start = 0; start < list.length; start += size) chunks.push(list.slice(start, start + size));
  return chunks.length === 0 ? [[]] : chunks;
}
