import { type FocusEvent, type RefObject, useEffect, useRef } from 'react';

/**
 * Many a control goes away by its own action: "Cancel" is off once it was pressed, "Retry 3 failed" is gone. The focus
 * then goes to `fallback` instead of to nowhere, from where the next Tab would begin at the top of the window.
 * Give what it returns to the element that holds the controls.
 */
export function useKeptFocus(fallback: RefObject<HTMLElement | null>) {
  const last = useRef<Element | null>(null);
  useEffect(() => {
    const held = last.current;
    if (held === null || (held.isConnected && !held.matches(':disabled'))) return;
    last.current = null;
    const active = document.activeElement;
    if (active === null || active === document.body || active === held)
      fallback.current?.focus({ preventScroll: true });
  });
  return {
    onFocus: (event: FocusEvent) => {
      last.current = event.target;
    },
    onBlur: (event: FocusEvent) => {
      // Without a target the element may just have gone; the effect above then decides.
      if (event.relatedTarget !== null) last.current = null;
    },
  };
}
