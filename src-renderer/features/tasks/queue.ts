import { useQuery } from '@tanstack/react-query';
import type { QueueStatus } from '../../../src-preload/contract/jobs.ts';
import { ago } from '../../lib/format/time.ts';
import { orpc } from '../../lib/rpc/client.ts';
import { actorText } from '../../lib/texts/waiting.ts';

/** Whether everything is paused, and by whom. Kept up to date by events. */
export function useQueue(): QueueStatus | undefined {
  return useQuery(orpc.jobs.queue.queryOptions()).data;
}

/** Null while work goes on. */
export function allPausedText(queue: QueueStatus | undefined, now: number): string | null {
  const [first] = queue?.pauses ?? [];
  if (first === undefined) return null;
  const why = first.reason === '' ? '' : ` (${first.reason})`;
  return `All work is paused by ${actorText(first.owner)} ${ago(first.at, now)}${why}.`;
}
