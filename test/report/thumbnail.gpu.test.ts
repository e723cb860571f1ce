import { describe, expect, it } from 'vitest';
import { dataUriOf, makeThumbnail, thumbnailsOf } from '../../src/report/thumbnail.ts';

async function picture(width: number, height: number): Promise<Blob> {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d')!;
  context.fillStyle = 'rgb(200 40 40)';
  context.fillRect(0, 0, width / 2, height);
  return canvas.convertToBlob();
}

describe('a thumbnail', () => {
  it('is a JPEG no longer than 240 pixels, of the same aspect, white where the picture is transparent', async () => {
    const thumbnail = await makeThumbnail(await picture(960, 480));
    expect(thumbnail?.type).toBe('image/jpeg');
    const bitmap = await createImageBitmap(thumbnail!);
    expect([bitmap.width, bitmap.height]).toEqual([240, 120]);
    const context = new OffscreenCanvas(240, 120).getContext('2d')!;
    context.drawImage(bitmap, 0, 0);
    const colourAt = (x: number): number[] => [...context.getImageData(x, 60, 1, 1).data.slice(0, 3)];
    colourAt(60).forEach((value, i) => expect(Math.abs(value - [200, 40, 40][i]!)).toBeLessThan(6));
    colourAt(200).forEach((value) => expect(value).toBeGreaterThan(249));
  });

  it('is never larger than its picture, and never without a pixel', async () => {
    const { width, height } = await createImageBitmap((await makeThumbnail(await picture(30, 20)))!);
    expect([width, height]).toEqual([30, 20]);
    const thin = await createImageBitmap((await makeThumbnail(await picture(2000, 2)))!);
    expect([thin.width, thin.height]).toEqual([240, 1]);
  });

  it('is not made of what is no picture', async () => {
    expect(await makeThumbnail(new Blob(['text'], { type: 'image/jpeg' }))).toBeUndefined();
  });

  it('is made of each picture that can be decoded', async () => {
    async function* pictures() {
      yield { id: 'a', file: await picture(30, 20) };
      yield { id: 'b', file: new Blob(['text']) };
    }
    const thumbnails = await thumbnailsOf(pictures());
    expect([...thumbnails.keys()]).toEqual(['a']);
    expect(thumbnails.get('a')).toMatch(/^data:image\/jpeg;base64,/);
  });

  it('becomes a URL that holds all its bytes', async () => {
    const bytes = Uint8Array.from({ length: 100_000 }, (_, i) => (i * 7) % 256);
    const uri = await dataUriOf(new Blob([bytes], { type: 'image/jpeg' }));
    expect(uri).toMatch(/^data:image\/jpeg;base64,/);
    expect(new Uint8Array(await (await fetch(uri)).arrayBuffer())).toEqual(bytes);
  });
});
