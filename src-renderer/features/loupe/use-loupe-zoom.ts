import { type PointerEvent, type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import { FITTED, pan, place, type Size, scaleOf, type Zoom, zoomBy, zoomTo } from './zoom.ts';

/** One notch of a wheel is about 100 px of `deltaY`: this makes it a factor of 1.22. */
const WHEEL_FACTOR_PER_PX = 1.002;
const KEY_FACTOR = 1.5;
const NO_ROOM: Size = { width: 0, height: 0 };

/**
 * Zooming with the wheel to the pointer, dragging, and what keys and buttons ask for. `picture` is the preview's size;
 * null where there is none, and nothing to zoom into.
 */
export function useLoupeZoom(stage: RefObject<HTMLElement | null>, picture: Size | null) {
  const [zoom, setZoom] = useState<Zoom>(FITTED);
  const [room, setRoom] = useState<Size>(NO_ROOM);
  const drag = useRef<{ pointer: number; x: number; y: number } | null>(null);
  const change = useCallback(
    (next: (zoom: Zoom, picture: Size, room: Size) => Zoom) => {
      if (picture !== null && room.width > 0) setZoom((old) => next(old, picture, room));
    },
    [picture, room],
  );

  useEffect(() => {
    const element = stage.current;
    if (element === null) return;
    const observer = new ResizeObserver(() =>
      setRoom({ width: element.clientWidth, height: element.clientHeight }),
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [stage]);

  useEffect(() => {
    const element = stage.current;
    if (element === null) return;
    // Not React's: its wheel listeners are passive, and the page would scroll or zoom along.
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      const box = element.getBoundingClientRect();
      const at = { x: event.clientX - box.left, y: event.clientY - box.top };
      const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 33 : 1;
      change((old, size, space) =>
        zoomBy(WHEEL_FACTOR_PER_PX ** (-event.deltaY * lines), old, size, space, at),
      );
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [stage, change]);

  return {
    zoom,
    room,
    placement: picture === null || room.width === 0 ? null : place(zoom, picture, room),
    /** Px on the screen per px of the preview. */
    scale: picture === null || room.width === 0 ? null : scaleOf(zoom, picture, room),
    zoomIn: () => change((old, size, space) => zoomBy(KEY_FACTOR, old, size, space)),
    zoomOut: () => change((old, size, space) => zoomBy(1 / KEY_FACTOR, old, size, space)),
    /** Between fitted and one to one, there to the spot given. */
    toggle: (at?: { x: number; y: number }) =>
      change((old, size, space) => (old.scale === null ? zoomTo(1, old, size, space, at) : FITTED)),
    dragging: {
      onPointerDown: (event: PointerEvent<HTMLElement>) => {
        if (event.button !== 0 || zoom.scale === null) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        drag.current = { pointer: event.pointerId, x: event.clientX, y: event.clientY };
      },
      onPointerMove: (event: PointerEvent<HTMLElement>) => {
        const from = drag.current;
        if (from === null || from.pointer !== event.pointerId) return;
        drag.current = { ...from, x: event.clientX, y: event.clientY };
        change((old, size, space) => pan(old, event.clientX - from.x, event.clientY - from.y, size, space));
      },
      onPointerUp: () => {
        drag.current = null;
      },
      onPointerCancel: () => {
        drag.current = null;
      },
    },
  };
}

export type LoupeZoom = ReturnType<typeof useLoupeZoom>;
