import { type FocusEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { toast } from 'sonner';
import { announce } from '../../app/live-regions.tsx';
import { isFieldLeft } from '../../lib/is-field-left.ts';

export interface DraftOptions {
  /** What stands there while nobody types. */
  shown: string;
  /**
   * Takes what was typed over; a sentence where it cannot be, else whether it was stored. Not called while nothing was
   * changed.
   */
  save(typed: string): string | Promise<boolean>;
  /** Lines are parted by Enter, so that Ctrl+Enter saves alone. */
  lines?: boolean;
}

/**
 * A field that is typed into: saved by Enter or when it is left, taken back by Escape. What is typed when the field goes
 * away (another photo was chosen, another view opened by a key) is saved, too. What is refused stands there again: it may
 * have been long.
 */
export function useDraft({ shown, save, lines = false }: DraftOptions) {
  const [typed, setTyped] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const last = useRef(() => {});
  const commit = (): string | null => {
    if (typed === null) return null;
    last.current = () => undefined; // Left and taken away at once, it is saved once.
    const outcome = typed.trim() === shown.trim() ? null : save(typed);
    const found = typeof outcome === 'string' ? outcome : null;
    setProblem(found);
    if (found === null) setTyped(null);
    if (outcome instanceof Promise)
      void outcome.then((stored) => !stored && setTyped((since) => since ?? typed));
    return found;
  };
  const takeBack = () => {
    setTyped(null);
    setProblem(null);
  };
  last.current = () => {
    const found = commit();
    if (found !== null && typed !== null) tellOfLoss(typed, found);
  };
  useEffect(() => {
    const leave = () => last.current();
    // The window is closed or loaded anew in the middle of a word: no field is left then, and none taken away.
    window.addEventListener('beforeunload', leave);
    return () => {
      window.removeEventListener('beforeunload', leave);
      leave();
    };
  }, []);

  return {
    value: typed ?? shown,
    problem,
    /** Somebody types, and it is not saved yet. */
    isOpen: typed !== null,
    type: (text: string) => {
      setTyped(text);
      setProblem(null);
    },
    onBlur: (event: FocusEvent) => {
      if (isFieldLeft(event)) commit();
    },
    onKeyDown: (event: KeyboardEvent) => {
      if (event.nativeEvent.isComposing) return;
      if (event.key === 'Escape' && typed !== null) {
        event.preventDefault();
        event.stopPropagation();
        takeBack();
      }
      if (event.key === 'Enter' && (!lines || event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        commit();
      }
    },
  };
}

/** The field is gone, and the sentence below it with it. */
function tellOfLoss(typed: string, problem: string): void {
  const title = `Not saved: “${typed.trim()}”`;
  announce(`${title}. ${problem}`, 'assertive');
  toast.error(title, { description: problem, testId: 'toast' });
}
