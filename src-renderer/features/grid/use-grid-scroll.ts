import { type RefObject, useCallback, useLayoutEffect, useRef, useState } from 'react';
import { topToReveal } from './cursor-moves.ts';
import { type GridLayout, type RowRange, rowAt, rowOfPhoto, visibleRows } from './layout.ts';
import { contentTop, scrollSpace, scrollTopFor } from './scroll-space.ts';
import type { ShownPhotos } from './use-photo-index.ts';

interface GridScrollOptions {
  scroller: RefObject<HTMLDivElement | null>;
  layout: GridLayout;
  photos: ShownPhotos;
  /** Space above and below the rows in px. */
  padding: number;
}

/** Rows drawn beyond each edge, as a share of the window: a turn of the wheel finds them ready. */
const OVERSCAN = 0.6;

/** The photo at the top of the window and how far into its row the window begins. */
interface Anchor {
  id: number;
  offset: number;
}

/**
 * Which rows are on screen. When the layout changes (a resize, photos that arrive) the photo at the top stays at the
 * top, so nothing runs away under the eyes.
 */
export function useGridScroll({ scroller, layout, photos, padding }: GridScrollOptions) {
  const [view, setView] = useState({ scrollTop: 0, height: 800 });
  const anchor = useRef<Anchor | null>(null);
  const contentHeight = layout.height + 2 * padding;
  const space = scrollSpace(contentHeight, view.height);
  const top = contentTop(space, view.scrollTop);

  const measure = useCallback(() => {
    const element = scroller.current;
    if (element === null) return;
    const next = { scrollTop: element.scrollTop, height: element.clientHeight };
    const nextSpace = scrollSpace(contentHeight, next.height);
    const nextTop = contentTop(nextSpace, next.scrollTop) - padding;
    const row = rowAt(layout, nextTop);
    const id = photos.ids[layout.rowStart[row] ?? 0];
    anchor.current =
      next.scrollTop <= 1 || id === undefined ? null : { id, offset: nextTop - (layout.rowTop[row] ?? 0) };
    setView((old) => {
      const same = rowsOf(layout, old, contentHeight, padding);
      const now = rowsOf(layout, next, contentHeight, padding);
      // Unscaled, rows keep their place while one scrolls: nothing to draw until another row comes into reach.
      const unchanged =
        nextSpace.ratio === 1 &&
        same.first === now.first &&
        same.end === now.end &&
        old.height === next.height;
      return unchanged ? old : next;
    });
  }, [scroller, layout, photos, contentHeight, padding]);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const index = photos.indexOf(anchor.current?.id ?? null);
    if (index >= 0 && anchor.current !== null) {
      const rowTop = layout.rowTop[rowOfPhoto(layout, index)] ?? 0;
      const target = rowTop + anchor.current.offset + padding;
      element.scrollTop = scrollTopFor(scrollSpace(contentHeight, element.clientHeight), target);
    }
    measure();
  }, [scroller, layout, photos, contentHeight, padding, measure]);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [scroller, measure]);

  const ratio = space.ratio;
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null || ratio === 1) return;
    // In a scaled space one notch of the wheel would skip screens of photos.
    const onWheel = (event: WheelEvent) => {
      if (event.ctrlKey || event.deltaMode !== WheelEvent.DOM_DELTA_PIXEL) return;
      event.preventDefault();
      element.scrollTop += event.deltaY / ratio;
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [scroller, ratio]);

  const reveal = useCallback(
    (index: number) => {
      const element = scroller.current;
      if (element === null) return;
      const now = scrollSpace(contentHeight, element.clientHeight);
      const at = contentTop(now, element.scrollTop) - padding;
      const wanted = topToReveal(layout, index, { top: at, height: element.clientHeight, margin: padding });
      if (Math.abs(wanted - at) > 0.5) element.scrollTop = scrollTopFor(now, wanted + padding);
    },
    [scroller, layout, contentHeight, padding],
  );

  const focus = useCallback(() => scroller.current?.focus({ preventScroll: true }), [scroller]);

  return {
    rows: rowsOf(layout, view, contentHeight, padding),
    scrollHeight: space.scrollHeight,
    /** Added to the place of a row in the content to get its place in the scrolled element. */
    shift: ratio === 1 ? 0 : view.scrollTop - top,
    pageHeight: view.height * 0.9,
    onScroll: measure,
    reveal,
    focus,
  };
}

function rowsOf(
  layout: GridLayout,
  view: { scrollTop: number; height: number },
  contentHeight: number,
  padding: number,
): RowRange {
  const top = contentTop(scrollSpace(contentHeight, view.height), view.scrollTop) - padding;
  const reach = view.height * OVERSCAN;
  return visibleRows(layout, top - reach, top + view.height + reach);
}
