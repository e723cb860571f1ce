/** Finds a place for each box's label: at one of its corners, inside the picture, not on another label. */
import type { Box, Size } from '../pipeline/types.ts';

export interface LabelRequest {
  readonly box: Box;
  /** Of the label, in the unit of the box. */
  readonly size: Size;
}

export interface LabelPlace {
  readonly x: number;
  readonly y: number;
}

/** Upper left corner of every label, in the order of the requests; earlier ones choose first. */
export function placeLabels(requests: readonly LabelRequest[], picture: Size): readonly LabelPlace[] {
  const taken: Box[] = [];
  return requests.map(({ box, size }) => {
    const places = candidates(box, size, picture).map((place) => clamp(place, size, picture));
    const free = places.find((place) => !taken.some((other) => overlap(extent(place, size), other)));
    const place = free ?? places[0] ?? { x: 0, y: 0 };
    taken.push(extent(place, size));
    return place;
  });
}

/** Outside above and below first, where a label hides nothing of what the box holds; then inside. */
function candidates([x0, y0, x1, y1]: Box, { width, height }: Size, picture: Size): readonly LabelPlace[] {
  const [left, right] = [x0, x1 - width];
  return [
    { x: left, y: y0 - height },
    { x: right, y: y0 - height },
    { x: left, y: y1 },
    { x: right, y: y1 },
    { x: left, y: y0 },
    { x: right, y: y0 },
    { x: left, y: y1 - height },
    { x: right, y: y1 - height },
    // Where the corners are crowded: down along the left edge.
    ...Array.from({ length: Math.floor(picture.height / height) }, (_, row) => ({ x: left, y: row * height })),
  ];
}

function clamp({ x, y }: LabelPlace, size: Size, picture: Size): LabelPlace {
  return {
    x: Math.max(0, Math.min(x, picture.width - size.width)),
    y: Math.max(0, Math.min(y, picture.height - size.height)),
  };
}

function extent({ x, y }: LabelPlace, { width, height }: Size): Box {
  return [x, y, x + width, y + height];
}

function overlap(a: Box, b: Box): boolean {
  return a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
}
