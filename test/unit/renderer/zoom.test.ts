import { describe, expect, it } from 'vitest';
import {
  FITTED,
  fitScale,
  pan,
  place,
  scaleOf,
  zoomBy,
  zoomTo,
} from '../../../src-renderer/features/loupe/zoom.ts';

const picture = { width: 2048, height: 1536 };
const stage = { width: 1024, height: 900 };

/** Which spot of the picture lies under a point of the stage, 0…1. */
function spotUnder(at: { x: number; y: number }, zoom: Parameters<typeof place>[0]) {
  const { left, top, width, height } = place(zoom, picture, stage);
  return { x: (at.x - left) / width, y: (at.y - top) / height };
}

describe('the zoom of the loupe', () => {
  it('fits a picture into the stage, in its middle', () => {
    expect(place(FITTED, picture, stage)).toEqual({ width: 1024, height: 768, left: 0, top: 66 });
  });

  it('never shows a small picture larger than it is, unless it is zoomed', () => {
    expect(fitScale({ width: 60, height: 40 }, stage)).toBe(1);
    expect(zoomBy(2, FITTED, { width: 60, height: 40 }, stage).scale).toBe(2);
  });

  it('keeps the spot under the pointer where it is', () => {
    const at = { x: 700, y: 500 };
    const before = spotUnder(at, FITTED);
    const zoom = zoomBy(3, FITTED, picture, stage, at);
    expect(spotUnder(at, zoom).x).toBeCloseTo(before.x, 10);
    expect(spotUnder(at, zoom).y).toBeCloseTo(before.y, 10);
  });

  it('goes back to fitted where zooming out would leave less than that', () => {
    const zoom = zoomTo(1, FITTED, picture, stage, { x: 0, y: 0 });
    expect(scaleOf(zoom, picture, stage)).toBe(1);
    expect(zoomBy(0.1, zoom, picture, stage)).toEqual(FITTED);
  });

  it('has an end', () => {
    let zoom = FITTED;
    for (let turn = 0; turn < 50; turn += 1) zoom = zoomBy(1.5, zoom, picture, stage);
    expect(zoom.scale).toBe(4);
  });

  it('follows a drag, but shows nothing beyond the edges, and comes back from there at once', () => {
    const zoom = zoomTo(1, FITTED, picture, stage);
    const start = place(zoom, picture, stage);
    expect(place(pan(zoom, -100, 30, picture, stage), picture, stage)).toMatchObject({
      left: start.left - 100,
      top: start.top + 30,
    });
    const atEdge = pan(zoom, 5000, 5000, picture, stage);
    expect(place(atEdge, picture, stage)).toMatchObject({ left: 0, top: 0 });
    expect(place(pan(atEdge, -10, 0, picture, stage), picture, stage).left).toBeCloseTo(-10, 10);
  });

  it('shows the same spot of the next frame, whatever its size, and after the window changed', () => {
    const zoom = zoomTo(1, FITTED, picture, stage, { x: 900, y: 200 });
    const small = { width: 500, height: 400 };
    const { left, top } = place(zoom, picture, small);
    expect((small.width / 2 - left) / picture.width).toBeCloseTo(zoom.centerX, 10);
    expect((small.height / 2 - top) / picture.height).toBeCloseTo(zoom.centerY, 10);
  });
});
