/** Masks that are hard on a labelling, as arrays of 0 and 1, and a labelling of its own. */
import type { Masks, StageChain } from '../../src/pipeline/engine/stage-chain.ts';
import type { Size } from '../../src/pipeline/types.ts';
import { randomFrom } from './random.ts';

export interface Mask extends Size {
  readonly name: string;
  readonly on: Uint8Array;
}

export function maskOf(name: string, width: number, height: number, isOn: (x: number, y: number) => boolean): Mask {
  const on = Uint8Array.from({ length: width * height }, (_, i) => Number(isOn(i % width, Math.floor(i / width))));
  return { name, width, height, on };
}

export function randomMask(width: number, height: number, density: number, seed: number): Mask {
  const random = randomFrom(seed);
  return maskOf(`random ${density}, ${width} × ${height}`, width, height, () => random() < density);
}

/** One pixel wide arms that wind to the middle; with walls between them that touch nowhere. */
export function spiral(size: number): Mask {
  const on = new Uint8Array(size * size);
  let [x, y, dx, dy] = [0, 0, 1, 0];
  const free = (px: number, py: number): boolean =>
    px >= 0 && py >= 0 && px < size && py < size && on[py * size + px] === 0;
  on[0] = 1;
  for (let turns = 0; turns < 2;) {
    const [nx, ny] = [x + dx, y + dy];
    // Two ahead must be free too, or the arm would touch the one beside it.
    if (free(nx, ny) && (free(nx + dx, ny + dy) || !inside(nx + dx, ny + dy, size))) {
      [x, y] = [nx, ny];
      on[y * size + x] = 1;
      turns = 0;
    } else {
      [dx, dy] = [-dy, dx];
      turns++;
    }
  }
  return { name: `spiral ${size}`, width: size, height: size, on };
}

function inside(x: number, y: number, size: number): boolean {
  return x >= 0 && y >= 0 && x < size && y < size;
}

/** Labels by another way than flood or union: the smallest index spreads to neighbours until nothing changes. */
export function labelBySpreading({ on, width, height }: Mask): Uint32Array {
  const labels = Uint32Array.from(on, (isOn, i) => (isOn === 1 ? i : 0xffffffff));
  for (let changed = true; changed;) {
    changed = false;
    for (let step = 0; step < 2 * labels.length; step++) {
      // Forwards, then backwards.
      const i = step < labels.length ? step : 2 * labels.length - 1 - step;
      if (on[i] === 0) continue;
      const [x, y] = [i % width, Math.floor(i / width)];
      for (let ny = Math.max(0, y - 1); ny <= Math.min(height - 1, y + 1); ny++) {
        for (let nx = Math.max(0, x - 1); nx <= Math.min(width - 1, x + 1); nx++) {
          const neighbour = labels[ny * width + nx]!;
          if (neighbour < labels[i]!) {
            labels[i] = neighbour;
            changed = true;
          }
        }
      }
    }
  }
  return labels;
}

/** The masks on the engine's side, by way of maps of zeros and ones at their own size. */
export function recordMasks(chain: StageChain, masks: readonly Mask[]): Masks {
  // An even heatmap is empty and its mask all off: one that is all on must vary.
  const isFull = masks.every(({ on }) => on.every((value) => value === 1));
  const requests = masks.map(({ on, width, height }) => {
    const values = Float32Array.from(on, (value, i) => (isFull ? i : value));
    return { map: chain.upload(values, [1, height, width]), index: 0, size: { width, height }, rectify: false };
  });
  return chain.threshold(chain.normalize(chain.upsample(requests)), isFull ? 0 : 0.5);
}
