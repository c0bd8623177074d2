import type { WaitingFor } from '../../src-preload/contract/jobs.ts';
import type { JobRow, TaskRow } from '../db/rows.ts';

export interface WaitFacts {
  /** Everything is paused. */
  allPaused: boolean;
  /** Job types of which as many run as may. */
  fullTypes: readonly string[];
}

/** Why a job does not run; null for one that does, or has ended. */
export function jobWaitsFor(job: JobRow, facts: WaitFacts): WaitingFor | null {
  switch (job.state) {
    case 'parked':
      return { reason: 'volume', ...(job.parked_detail === null ? {} : { detail: job.parked_detail }) };
    case 'scheduled':
      return job.held === 1 ? { reason: 'paused' } : { reason: 'time', until: job.run_at };
    case 'queued':
      if (job.held === 1) return { reason: 'paused' };
      if (facts.allPaused) return { reason: 'all_paused' };
      return facts.fullTypes.includes(job.type) ? { reason: 'limit', detail: job.type } : { reason: 'slot' };
    default:
      return null;
  }
}

/** Why nothing of a task goes on; null where something does. */
export function taskWaitsFor(task: TaskRow, jobs: readonly JobRow[], facts: WaitFacts): WaitingFor | null {
  if (task.finished_at !== null || jobs.some((job) => job.state === 'running')) return null;
  if (task.paused_at !== null) return { reason: 'paused' };
  const waits = jobs.flatMap((job) => jobWaitsFor(job, facts) ?? []);
  // The nearest of them: what waits for a slot goes on before what waits for a drive.
  const order: WaitingFor['reason'][] = ['all_paused', 'slot', 'limit', 'time', 'paused', 'volume'];
  return waits.sort((a, b) => order.indexOf(a.reason) - order.indexOf(b.reason))[0] ?? null;
}
