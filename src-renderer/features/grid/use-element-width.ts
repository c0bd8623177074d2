import { type RefObject, useLayoutEffect, useState } from 'react';

/** Inner width of an element in px, without its scrollbar; 0 until it has been measured. */
export function useElementWidth(ref: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0);
  // Without dependencies, as the element may come and go; the observer is cheap and the value rarely changes.
  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null) return;
    setWidth(element.clientWidth);
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  });
  return width;
}
