const noLabel = 0xffffffff;

/**
 * A mask → the labels of its 8-connected components: the smallest raster index of the component, `0xffffffff` where the
 * mask is off. A flood from every pixel in raster order that has no label yet.
 */
export function components(mask: ArrayLike<number>, width: number, height: number): Uint32Array {
  const labels = new Uint32Array(width * height).fill(noLabel);
  for (let label = 0; label < labels.length; label++) {
    if (mask[label] !== 1 || labels[label] !== noLabel) continue;
    labels[label] = label;
    const open = [label];
    for (let pixel = open.pop(); pixel !== undefined; pixel = open.pop()) {
      const x = pixel % width;
      const y = (pixel - x) / width;
      for (let ny = Math.max(0, y - 1); ny <= Math.min(height - 1, y + 1); ny++) {
        for (let nx = Math.max(0, x - 1); nx <= Math.min(width - 1, x + 1); nx++) {
          const neighbour = ny * width + nx;
          if (mask[neighbour] !== 1 || labels[neighbour] !== noLabel) continue;
          labels[neighbour] = label;
          open.push(neighbour);
        }
      }
    }
  }
  return labels;
}
