import { client } from '../../lib/rpc/client.ts';
import { toFailure } from '../../lib/texts/errors.ts';
import { hasEnded } from '../../lib/texts/states.ts';

const EVERY_MS = 100;
const LONGEST_MS = 10_000;

/**
 * Ends a dry run, and waits for its end: while it is under way, the folder cannot be scanned by another. A dry run has
 * changed nothing, so there is nothing to be told of.
 */
export async function stopScan(taskId: string): Promise<void> {
  try {
    await client.batch.cancel({ taskId });
    for (let waited = 0; waited < LONGEST_MS; waited += EVERY_MS) {
      if (hasEnded((await client.tasks.get({ id: taskId })).task)) return;
      await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
    }
  } catch (error) {
    // It had ended by itself, or its library was closed: either way it is over.
    const { code } = toFailure(error);
    if (code !== 'ALREADY_FINISHED' && code !== 'NOT_FOUND' && code !== 'NO_LIBRARY') throw error;
  }
}
