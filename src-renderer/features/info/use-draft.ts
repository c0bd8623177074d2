import { type FocusEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { isFieldLeft } from '../../lib/is-field-left.ts';

export interface DraftOptions {
  /** What stands there while nobody types. */
  shown: string;
  /** Takes what was typed over; a sentence where it cannot be. Not called while nothing was changed. */
  save(typed: string): string | null;
  /** Lines are parted by Enter, so that Ctrl+Enter saves alone. */
  lines?: boolean;
}

/**
 * A field that is typed into: saved by Enter or when it is left, taken back by Escape. What is typed when the field goes
 * away (another view was opened by a key) is saved, too.
 */
export function useDraft({ shown, save, lines = false }: DraftOptions) {
  const [typed, setTyped] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const last = useRef(() => {});
  const commit = () => {
    if (typed === null) return;
    last.current = () => undefined; // Left and taken away at once, it is saved once.
    const found = typed.trim() === shown.trim() ? null : save(typed);
    setProblem(found);
    if (found === null) setTyped(null);
  };
  const takeBack = () => {
    setTyped(null);
    setProblem(null);
  };
  last.current = commit;
  useEffect(() => () => last.current(), []);

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
