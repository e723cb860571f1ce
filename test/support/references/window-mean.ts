/** The mean over the window of (2·radius + 1)² pixels round one; windows end at the edges. */
export function windowMean(
  of: (pixel: number) => number,
  pixel: number,
  { positions, width, radius }: { positions: number; width: number; radius: number },
): number {
  const [x, y, height] = [pixel % width, Math.floor(pixel / width), positions / width];
  let [sum, count] = [0, 0];
  for (let row = Math.max(0, y - radius); row <= Math.min(height - 1, y + radius); row++) {
    for (let column = Math.max(0, x - radius); column <= Math.min(width - 1, x + radius); column++) {
      sum += of(row * width + column);
      count += 1;
    }
  }
  return sum / count;
}
