import { toast } from 'sonner';
import { announce } from '../../app/live-regions.tsx';
import { client } from '../../lib/rpc/client.ts';
import { errorText } from '../../lib/texts/errors.ts';

/** Tasks whose undo is being asked for: a second press on the same toast or bar is not heard. */
const asked = new Set<string>();

/** Takes a commit, a move or a deletion back, as far as it is still there. */
export async function undoChange(taskId: string): Promise<void> {
  if (asked.has(taskId)) return;
  asked.add(taskId);
  try {
    await client.changes.undo({ taskId });
    toast.dismiss(`task-${taskId}`);
    announce('Undo has begun');
  } catch (error) {
    const { title, body } = errorText(error);
    announce(`${title}. ${body}`, 'assertive');
    toast.error(title, { description: body, testId: 'toast' });
  } finally {
    asked.delete(taskId);
  }
}
