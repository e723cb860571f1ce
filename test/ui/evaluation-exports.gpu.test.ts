/** What a run leaves as files, by value; names in it are hostile. */
import { describe, expect, it } from 'vitest';
import type { PictureRecord } from '../../src/evaluation/record.ts';
import type { Summary } from '../../src/evaluation/summary.ts';
import '../../src/ui/evaluate/cam-lens-evaluation.define.ts';
import { headWith } from '../runs/heads.ts';
import { usualThresholds } from '../../src/runs/run-choice.ts';
import { downloads } from './support/downloads.ts';
import { fakeInfo } from './support/fake-lens.ts';
import { fakeMeans, FakePool, FakeStore } from './support/fake-pool.ts';
import { inside, insideA, mount, shows } from './support/mount.ts';

const explained = (iou: number) => ({
  layer4: {
    true: {
      ious: usualThresholds.map(() => iou),
      box: [0, 1, 50, 80] as const,
      empty: false,
      minimum: -0.5,
      maximum: 2,
    },
  },
});
const record = (id: string, index: number, cam: number, gradCam: number): PictureRecord => ({
  ...{ id, path: `set/${id}.jpg`, width: 100, height: 80, class: index, predicted: index, rank: 1 },
  boxes: [[0, 0, 100, 80]],
  explanations: { cam: explained(cam), 'grad-cam': explained(gradCam) },
});
/** In the order in which they came. */
const records = [record('z,"quoted"', 0, 0.25, 0.5), record('=HYPERLINK("x")', 1, 0.75, 1)];

/** The page with a run that an earlier visit finished, shown. */
async function page() {
  const store = new FakeStore();
  store.kept = { head: headWith(fakeInfo, { total: 2 }), records };
  const element = await mount('cam-lens-evaluation', { means: fakeMeans(new FakePool(), store) });
  await shows(element, () => expect(inside(element, '[data-open]')).toBeDefined());
  inside(element, '[data-open]').click();
  await shows(element, () =>
    expect(insideA(HTMLCanvasElement, element, 'cam-lens-chart', 'canvas').width).toBeGreaterThan(1),
  );
  return element;
}

async function saved(kind: 'json' | 'csv' | 'png', files = 1) {
  const caught = downloads();
  const element = await page();
  inside(element, `[data-export="${kind}"]`).click();
  await shows(element, () => expect(caught).toHaveLength(files));
  return Promise.all(caught);
}

/** As RFC 4180 has it. */
function parseCsv(text: string): string[][] {
  return text
    .split('\r\n')
    .slice(0, -1)
    .map((line) =>
      [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
        ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
      ),
    );
}

describe('a run as JSON', () => {
  it('has the summary, what it was measured with, and every record by id', async () => {
    const [file] = await saved('json');
    expect([file!.name, file!.blob.type]).toEqual(['cam-lens-evaluation.json', 'application/json']);
    const json = JSON.parse(await file!.blob.text()) as Summary & Record<string, unknown>;
    expect(json.dataset).toMatchObject({ pictures: 2, boxes: 2 });
    // Problems of an earlier visit's run are not kept.
    expect(json).toMatchObject({ tool: 'cam-lens', backend: fakeInfo.backend, model: fakeInfo.model, problems: null });
    expect(json.perPicture).toEqual([records[1], records[0]]);
    const cam = json.methods.cam?.layer4?.true;
    expect(cam).toMatchObject({ pictures: 2, reported: { threshold: 0.15, meanIoU: 0.5, corLoc: 0.5 } });
    expect(json.methods['grad-cam']?.layer4?.true?.reported).toMatchObject({ meanIoU: 0.75, corLoc: 1 });
    // Of two pictures, a quarter of the draws takes the one twice, a quarter the other.
    expect(cam?.interval95.meanIoU).toEqual([0.25, 0.75]);
  });
});

describe('a run as CSV', () => {
  it('has a row for each explanation, and names that no spreadsheet runs', async () => {
    const [file] = await saved('csv');
    expect([file!.name, file!.blob.type]).toEqual(['cam-lens-evaluation.csv', 'text/csv']);
    const [heading = [], ...rows] = parseCsv(await file!.blob.text());
    const column = (name: string) => rows.map((row) => row[heading.indexOf(name)]);
    expect(rows.every((row) => row.length === heading.length)).toBe(true);
    expect(column('id')).toEqual([
      ...Array<string>(2).fill(`'=HYPERLINK("x")`),
      ...Array<string>(2).fill('z,"quoted"'),
    ]);
    expect(column('method')).toEqual(['cam', 'grad-cam', 'cam', 'grad-cam']);
    expect(column('iou@0.15')).toEqual(['0.75', '1', '0.25', '0.5']);
    expect(column('minimum')).toEqual(['-0.5', '-0.5', '-0.5', '-0.5']);
    expect(['x0', 'y0', 'x1', 'y1'].map((name) => column(name)[0])).toEqual(['0', '1', '50', '80']);
  });
});

describe('the charts as PNG', () => {
  it('are two pictures, with lines in the methods’ colours', async () => {
    const files = await saved('png', 2);
    expect(files.map(({ name }) => name)).toEqual(['cam-lens-corloc.png', 'cam-lens-iou.png']);
    for (const { blob } of files) {
      const bitmap = await createImageBitmap(blob);
      const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')!;
      context.drawImage(bitmap, 0, 0);
      const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height);
      const pixels = new Uint32Array(data.buffer);
      const count = (r: number, g: number, b: number) => {
        const wanted = new Uint32Array(new Uint8Array([r, g, b, 255]).buffer)[0];
        return pixels.filter((pixel) => pixel === wanted).length;
      };
      // CAM's blue and Grad-CAM's green, in the plot and in the legend below.
      expect(count(0x2f, 0x7b, 0xf6)).toBeGreaterThan(50);
      expect(count(0x1f, 0xa8, 0x5a)).toBeGreaterThan(50);
      expect(bitmap.height).toBeGreaterThan(300);
    }
  });
});
