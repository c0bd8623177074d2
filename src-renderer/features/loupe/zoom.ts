/** Two sides in px. */
export interface Size {
  width: number;
  height: number;
}

/**
 * How a picture is looked at. Kept as a scale and a centre instead of an offset, so that the same spot stays in view
 * when the window changes or the next frame of a series takes its place: that is how one compares sharpness.
 */
export interface Zoom {
  /** Screen px per px of the preview. Null fits it into the stage. */
  scale: number | null;
  /** The spot in the middle of the stage, 0…1 of the picture's width and height. */
  centerX: number;
  centerY: number;
}

/** Place of the picture in the stage, in px. */
export interface Placement extends Size {
  left: number;
  top: number;
}

export const FITTED: Zoom = { scale: null, centerX: 0.5, centerY: 0.5 };

/** More than that shows the squares of the preview and nothing new. */
const MAX_SCALE = 4;

/** Fitted, a picture is shown as large as the stage allows, but no larger than it is: it would look out of focus. */
export function fitScale(picture: Size, stage: Size): number {
  return Math.min(1, stage.width / picture.width, stage.height / picture.height);
}

export function scaleOf(zoom: Zoom, picture: Size, stage: Size): number {
  const fit = fitScale(picture, stage);
  return zoom.scale === null ? fit : Math.max(fit, zoom.scale);
}

export function place(zoom: Zoom, picture: Size, stage: Size): Placement {
  const scale = scaleOf(zoom, picture, stage);
  const width = picture.width * scale;
  const height = picture.height * scale;
  return {
    width,
    height,
    left: edge(zoom.centerX, width, stage.width),
    top: edge(zoom.centerY, height, stage.height),
  };
}

/** No side of a picture that is larger than the stage comes into it: there is no use in looking at nothing. */
function edge(center: number, length: number, room: number): number {
  if (length <= room) return (room - length) / 2;
  return Math.min(0, Math.max(room - length, room / 2 - center * length));
}

/** Zooms by a factor; the spot under `at` (px in the stage) stays where it is. */
export function zoomBy(
  factor: number,
  zoom: Zoom,
  picture: Size,
  stage: Size,
  at = { x: stage.width / 2, y: stage.height / 2 },
): Zoom {
  return zoomTo(scaleOf(zoom, picture, stage) * factor, zoom, picture, stage, at);
}

/** Zooms to a scale; the spot under `at` (px in the stage) stays where it is. */
export function zoomTo(
  scale: number,
  zoom: Zoom,
  picture: Size,
  stage: Size,
  at = { x: stage.width / 2, y: stage.height / 2 },
): Zoom {
  const wanted = Math.min(MAX_SCALE, scale);
  if (wanted <= fitScale(picture, stage)) return FITTED;
  const now = place(zoom, picture, stage);
  const spotX = (at.x - now.left) / now.width;
  const spotY = (at.y - now.top) / now.height;
  return settled(
    {
      scale: wanted,
      centerX: spotX + (stage.width / 2 - at.x) / (picture.width * wanted),
      centerY: spotY + (stage.height / 2 - at.y) / (picture.height * wanted),
    },
    picture,
    stage,
  );
}

/** Moves the picture by so many px. */
export function pan(zoom: Zoom, dx: number, dy: number, picture: Size, stage: Size): Zoom {
  if (zoom.scale === null) return zoom;
  const { width, height } = place(zoom, picture, stage);
  return settled(
    { ...zoom, centerX: zoom.centerX - dx / width, centerY: zoom.centerY - dy / height },
    picture,
    stage,
  );
}

/** The centre as it is really shown, so that a drag beyond the edge has not to be dragged back first. */
function settled(zoom: Zoom, picture: Size, stage: Size): Zoom {
  const { left, top, width, height } = place(zoom, picture, stage);
  return {
    ...zoom,
    centerX: (stage.width / 2 - left) / width,
    centerY: (stage.height / 2 - top) / height,
  };
}
