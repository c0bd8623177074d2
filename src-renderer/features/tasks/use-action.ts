import { useState } from 'react';
import { toast } from 'sonner';
import { errorText } from '../../lib/texts/errors.ts';

/** Runs what a button asks for, once at a time, and says why where it could not be done. */
export function useAction(): { pending: boolean; run(act: () => Promise<unknown>): void } {
  const [pending, setPending] = useState(false);
  return {
    pending,
    run: (act) => {
      setPending(true);
      act()
        .catch((error: unknown) => {
          const { title, body } = errorText(error);
          toast.error(title, { description: body, testId: 'toast' });
        })
        .finally(() => setPending(false));
    },
  };
}
