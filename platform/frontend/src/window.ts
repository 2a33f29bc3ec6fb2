// The part of a drawing that is looked at, in the drawing's own units. Pure: no page is needed to test it.
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** How far one may go in: the drawing's width by this. */
export const NEAREST = 12;

/** Nearer (`by` > 1) or farther around a point, never beyond the whole. */
export function zoomed(now: Box, whole: Box, by: number, at: { x: number; y: number }): Box {
  const width = clamp(now.width / by, whole.width / NEAREST, whole.width);
  const share = width / now.width;
  const height = now.height * share;
  return kept({ x: at.x - (at.x - now.x) * share, y: at.y - (at.y - now.y) * share, width, height }, whole);
}

/** Moved by so many units, never beyond the whole. */
export function moved(now: Box, whole: Box, dx: number, dy: number): Box {
  return kept({ ...now, x: now.x + dx, y: now.y + dy }, whole);
}

function kept(box: Box, whole: Box): Box {
  return {
    ...box,
    x: clamp(box.x, whole.x, whole.x + whole.width - box.width),
    y: clamp(box.y, whole.y, whole.y + whole.height - box.height),
  };
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}
