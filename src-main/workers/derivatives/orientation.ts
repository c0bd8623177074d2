import type { Sharp } from 'sharp';

/** Per EXIF orientation: mirrored left to right first, then turned clockwise. 1 is upright. */
const TURNS: Record<number, { mirror: boolean; degrees: 0 | 90 | 180 | 270 }> = {
  2: { mirror: true, degrees: 0 },
  3: { mirror: false, degrees: 180 },
  4: { mirror: true, degrees: 180 },
  5: { mirror: true, degrees: 270 },
  6: { mirror: false, degrees: 90 },
  7: { mirror: true, degrees: 90 },
  8: { mirror: false, degrees: 270 },
};

/**
 * Turns a picture that does not state its orientation itself. sharp mirrors before it turns, whatever the order of
 * the calls, and as the box that pictures are fitted into is square, the resize may come before or after.
 */
export function applyOrientation(picture: Sharp, orientation: number): Sharp {
  const turn = TURNS[orientation];
  if (turn === undefined) return picture;
  const mirrored = turn.mirror ? picture.flop() : picture;
  return turn.degrees === 0 ? mirrored : mirrored.rotate(turn.degrees);
}
