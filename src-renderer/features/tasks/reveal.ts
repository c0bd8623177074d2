import { toast } from 'sonner';
import { client } from '../../lib/rpc/client.ts';
import { errorText } from '../../lib/texts/errors.ts';

/** Shows a file in the system's file manager, or says why it cannot. */
export async function revealPath(path: string): Promise<void> {
  try {
    await client.system.reveal({ path });
  } catch (error) {
    const { title, body } = errorText(error);
    toast.error(title, { description: body, testId: 'toast' });
  }
}
