const noLabel = 0xffffffff;

export interface Component {
  /** The raster index of its first pixel. */
  readonly label: number;
  readonly area: number;
  /** [x0, y0, x1, y1), half-open. */
  readonly box: readonly [number, number, number, number];
}

/** Labels → every component, largest first, ties in raster order of the first pixel. */
export function boxes(labels: ArrayLike<number>, width: number, height: number): Component[] {
  const found = new Map<number, Component>();
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const label = labels[y * width + x]!;
      if (label === noLabel) continue;
      const { area, box } = found.get(label) ?? { area: 0, box: [x, y, x + 1, y + 1] as const };
      found.set(label, {
        label,
        area: area + 1,
        box: [Math.min(box[0], x), Math.min(box[1], y), Math.max(box[2], x + 1), Math.max(box[3], y + 1)],
      });
    }
  }
  return [...found.values()].sort((a, b) => b.area - a.area || a.label - b.label);
}
