/** Small pictures of elements, stored in the repository, and what differs from them. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Page } from 'puppeteer';

const folder = join(import.meta.dirname, '..', 'looks');
/** Where expected and actual pictures are put to look at. */
const differing = join('build', 'looks');
const isRenewed = process.env['CAM_LENS_RENEW_LOOKS'] === '1';
/** Side of a block, in pixels of the picture. Their means tell pictures apart, but not two drawings of a letter. */
const block = 8;
/** The largest difference of a mean, 0…255, that is none. */
const threshold = 16;
/** How many blocks may differ more: less than the handle of the slider has. */
const mostBlocks = 3;
/** How long an element may paint, in milliseconds: only one that looks different takes so long. */
const patienceMs = 20_000;

/** Mean colour of each block; those at the right and lower edges may be narrower. */
interface Means {
  /** Of the picture, in pixels. */
  readonly width: number;
  readonly height: number;
  readonly columns: number;
  /** [⌈height / block⌉, columns, 4], 0…255. */
  readonly rgba: readonly number[];
}

/** @param page any, which decodes. @param webp as base64 */
function meansOf(page: Page, webp: string): Promise<Means> {
  return page.evaluate(
    async (base64, block) => {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/webp' }));
      const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')!;
      context.drawImage(bitmap, 0, 0);
      const { width, height } = bitmap;
      const rgba: number[] = [];
      for (let y = 0; y < height; y += block) {
        for (let x = 0; x < width; x += block) {
          const [wide, high] = [Math.min(block, width - x), Math.min(block, height - y)];
          const { data } = context.getImageData(x, y, wide, high);
          for (let channel = 0; channel < 4; channel += 1) {
            let sum = 0;
            for (let at = channel; at < data.length; at += 4) sum += data[at]!;
            rgba.push(sum / (wide * high));
          }
        }
      }
      return { width, height, columns: Math.ceil(width / block), rgba };
    },
    ...([webp, block] as const),
  );
}

/** @returns what is different; empty if they are alike */
export function differenceOf(expected: Means, actual: Means): string {
  const sizes = [expected, actual].map(({ width, height }) => `${width} × ${height}`);
  if (sizes[0] !== sizes[1]) return `it has ${sizes[1]} pixels, not ${sizes[0]}`;
  const blocks = new Set<number>();
  expected.rgba.forEach((mean, at) => {
    if (Math.abs(mean - actual.rgba[at]!) > threshold) blocks.add(Math.floor(at / 4));
  });
  if (blocks.size <= mostBlocks) return '';
  const [first] = blocks;
  const [row, column] = [Math.floor(first! / expected.columns), first! % expected.columns];
  return `${blocks.size} of ${expected.rgba.length / 4} places differ, first at x ${column * block}, y ${row * block}`;
}

export class StoredLooks {
  readonly #taken = new Set<string>();

  /**
   * Compares what a page looks like with the stored picture of this name, or stores it.
   * @param shoot takes a picture, WebP as base64: again and again until it is the stored one, as pages paint late
   * @returns what differs in the end, in one line; undefined if nothing does
   */
  async compare(page: Page, name: string, shoot: () => Promise<string>): Promise<string | undefined> {
    this.#taken.add(`${name}.webp`);
    const file = join(folder, `${name}.webp`);
    if (isRenewed) {
      mkdirSync(folder, { recursive: true });
      writeFileSync(file, Buffer.from(await atRest(shoot), 'base64'));
      return undefined;
    }
    if (!existsSync(file)) return `${name}: there is no stored picture; npm run looks:renew makes it`;
    const expected = await meansOf(page, readFileSync(file, 'base64'));
    const patient = performance.now() + patienceMs;
    for (;;) {
      const webp = await shoot();
      const difference = differenceOf(expected, await meansOf(page, webp));
      if (difference === '') return undefined;
      if (performance.now() > patient) return `${name}: ${difference}; see ${keep(name, file, webp)}`;
      await setTimeout(50);
    }
  }

  /** Stored pictures that nothing was compared with. */
  left(): readonly string[] {
    return readdirSync(folder).filter((file) => !this.#taken.has(file));
  }
}

/** Waits until nothing has changed for a while; only for people who look at the result. */
async function atRest(shoot: () => Promise<string>): Promise<string> {
  let before = '';
  for (let same = 0; same < 3;) {
    const now = await shoot();
    same = now === before ? same + 1 : 0;
    before = now;
    await setTimeout(300);
  }
  return before;
}

/** @returns where the pictures are */
function keep(name: string, expected: string, actual: string): string {
  mkdirSync(differing, { recursive: true });
  const files = ['expected', 'actual'].map((kind) => join(differing, `${name}.${kind}.webp`));
  writeFileSync(files[0]!, readFileSync(expected));
  writeFileSync(files[1]!, Buffer.from(actual, 'base64'));
  return files.join(' and ');
}
