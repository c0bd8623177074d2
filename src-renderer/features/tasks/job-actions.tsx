import type { Job } from '../../../src-preload/contract/jobs.ts';
import { client } from '../../lib/rpc/client.ts';
import { Button } from '../../ui/button.tsx';
import { useAction } from './use-action.ts';

const ENDED: readonly Job['state'][] = ['completed', 'failed', 'canceled'];

/** What can be done with one job; its task goes on without it. */
export function JobActions({ job }: { job: Job }) {
  const run = useAction();
  const { id } = job;
  if (ENDED.includes(job.state)) {
    if (job.state !== 'failed') return null;
    return (
      <Button
        size="small"
        look="plain"
        data-testid="job-retry"
        onClick={() => run(() => client.jobs.retry({ id }), `Job ${id} will be tried again.`)}
      >
        Try again
      </Button>
    );
  }
  return (
    <>
      {job.paused === null ? (
        <Button
          size="small"
          look="plain"
          data-testid="job-pause"
          onClick={() => run(() => client.jobs.pause({ id }), `Job ${id} paused.`)}
        >
          Pause
        </Button>
      ) : (
        <Button
          size="small"
          look="plain"
          data-testid="job-resume"
          onClick={() => run(() => client.jobs.resume({ id }), `Job ${id} goes on.`)}
        >
          Resume
        </Button>
      )}
      <Button
        size="small"
        look="plain"
        data-testid="job-cancel"
        onClick={() => run(() => client.jobs.cancel({ id }), `Job ${id} canceled.`)}
      >
        Cancel
      </Button>
    </>
  );
}
