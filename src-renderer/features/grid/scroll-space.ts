/**
 * Browsers cap the height of an element (Chromium near 33.5 million px, Firefox near 17.8 million) and silently cut
 * what is beyond, so the end of a million photos could not be reached. Above `MAX_SCROLL_PX` the scrollbar moves
 * through a shorter space, and positions are scaled between the two.
 */
export const MAX_SCROLL_PX = 10_000_000;

export interface ScrollSpace {
  /** Height to give to the scrolled element. */
  readonly scrollHeight: number;
  /** Pixels of content for each pixel of scrolling: 1 unless the content is too tall. */
  readonly ratio: number;
}

export function scrollSpace(contentHeight: number, viewportHeight: number): ScrollSpace {
  if (contentHeight <= MAX_SCROLL_PX || viewportHeight >= MAX_SCROLL_PX)
    return { scrollHeight: contentHeight, ratio: 1 };
  return {
    scrollHeight: MAX_SCROLL_PX,
    ratio: (contentHeight - viewportHeight) / (MAX_SCROLL_PX - viewportHeight),
  };
}

/** Where in the content the top of the window is. */
export function contentTop(space: ScrollSpace, scrollTop: number): number {
  return scrollTop * space.ratio;
}

/** The `scrollTop` that brings a height of the content to the top of the window. */
export function scrollTopFor(space: ScrollSpace, top: number): number {
  return top / space.ratio;
}
