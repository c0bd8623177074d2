import { useMutation } from '@tanstack/react-query';
import { toast } from 'sonner';
import type { Task } from '../../../src-preload/contract/tasks.ts';
import { orpc } from '../../lib/rpc/client.ts';
import { errorText } from '../../lib/texts/errors.ts';
import { hasEnded, isCanceling } from '../../lib/texts/states.ts';

/** `canceling` from the press of the button on, not only when the first event tells of it. */
export function useCancelTask(task: Task): { canceling: boolean; cancel(): void } {
  const { isPending, mutate } = useMutation(
    orpc.tasks.cancel.mutationOptions({
      onError: (error) => {
        const { title, body } = errorText(error);
        toast.error(title, { description: body, testId: 'toast' });
      },
    }),
  );
  return {
    canceling: isCanceling(task) || (isPending && !hasEnded(task)),
    cancel: () => mutate({ id: task.id }),
  };
}
