import { useRef } from 'react';
import { toast } from 'sonner';
import { announce } from '../../app/live-regions.tsx';
import { errorText } from '../../lib/texts/errors.ts';

/**
 * Runs what a button asks for, once at a time, and says why where it could not be done. The button is not switched off
 * meanwhile, as it would lose the focus: a second press is simply not heard.
 *
 * @returns `run(act, said)`, where `said` is told to those who do not see what became of it
 */
export function useAction(): (act: () => Promise<unknown>, said?: string) => void {
  const pending = useRef(false);
  return (act, said) => {
    if (pending.current) return;
    pending.current = true;
    act()
      .then(
        () => {
          if (said !== undefined) announce(said);
        },
        (error: unknown) => {
          const { title, body } = errorText(error);
          announce(`${title}. ${body}`, 'assertive');
          toast.error(title, { description: body, testId: 'toast' });
        },
      )
      .finally(() => {
        pending.current = false;
      });
  };
}
