/** The page as a browser reads it. */
import { describe, expect, it } from 'vitest';
import { meanInterval } from '../../src/evaluation/bootstrap.ts';
import type { PictureRecord } from '../../src/evaluation/record.ts';
import { summarise } from '../../src/evaluation/summary.ts';
import { intervalText } from '../../src/report/numbers.ts';
import { reportPage } from '../../src/report/report-page.ts';
import { explanation, picture, withoutBoxes } from '../evaluation/records.ts';
import { hostile, records, report, thresholds } from './support/report.ts';

const read = (...parameters: Parameters<typeof report>): Document =>
  new DOMParser().parseFromString(reportPage(report(...parameters)), 'text/html');

/** Texts of a table's rows, cell by cell. */
function rowsOf(page: Document, table: string): string[][] {
  const rows = [...page.querySelectorAll(`[data-table="${table}"] tbody tr`)];
  return rows.map((row) => [...row.children].map(({ textContent }) => textContent.replace(/\s+/g, ' ').trim()));
}

const summed = (own: readonly PictureRecord[]) => ({ records: own, summary: summarise(own, { thresholds }) });

const point = (value: string, values: readonly number[]): string => `${value} ${intervalText(meanInterval(values))}`;

describe('a report', () => {
  it('has mean IoU at 0.15 and CorLoc at 0.2, with intervals', () => {
    expect(rowsOf(read(), 'fixed')).toEqual([
      ['CAM', 'layer4', 'true', point('0.375', [0.75, 0.25, 0.5, 0]), point('0.500', [1, 0, 1, 0])],
      ['Grad-CAM', 'layer4', 'true', point('0.500', [0.5, 0.5, 0.75, 0.25]), point('0.750', [1, 0, 1, 1])],
    ]);
  });

  it('has the reported point, the centre box and the oracle, which says what it is', () => {
    const rows = rowsOf(read(), 'point');
    expect(rows.map(([head]) => head)).toEqual([
      ...['CAM', 'Grad-CAM', 'Centre box of the picture’s aspect; its scale stands for τ'],
      'Oracle: the best τ for these same pictures, which cannot be known in advance',
      ...['CAM', 'Grad-CAM'],
    ]);
    expect(rows[0]!.slice(3)).toEqual([
      ...['0.15 not chosen', point('0.375', [0.75, 0.25, 0.5, 0]), point('0.500', [1, 0, 1, 0])],
      ...[point('0.500', [1, 0, 1, 0]), point('0.500', [1, 0, 1, 0])],
    ]);
    // At 0.2 CAM has 0.5, 0.25, 0.75 and 0: the same mean; of two that are as good, the lower is the oracle.
    expect(rows[4]!.slice(3)).toEqual(['0.15 oracle', '0.375', '0.500', '0.500', '0.500']);
    expect(rows[5]!.slice(3, 5)).toEqual(['0.15 oracle', '0.500']);
  });

  it('says how maps were refined and how fine they were, and what a refined map is not', () => {
    const { choice, model } = report();
    const page = read({ choice: { ...choice, refine: 'affinity+guided' }, model: { ...model, stride: 16 } });
    const facts = [...page.querySelectorAll('#run dl:first-of-type dd')].map(({ textContent }) => textContent);
    expect(facts[1]).toBe(`${hostile}, input 224 × 224, output stride 16sha256 abc`);
    expect(facts[3]).toBe('Affinity and guided filter');
    expect(page.querySelector('#limits')?.textContent).toContain('look at the plain map too');
    expect(read().querySelector('#limits')?.textContent).not.toContain('look at the plain map too');
  });

  it('compares the explanations picture by picture, as worked out by hand, with a scatter', () => {
    const page = read();
    const rows = [...page.querySelectorAll('[data-table=comparison] tbody tr')].slice(1);
    const differences = [-0.25, 0.25, 0.25, 0.25];
    const interval = meanInterval(differences).map((value) => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(3)}`);
    expect(rows.map((row) => [...row.children].map(({ textContent }) => textContent))).toEqual([
      // 10 of the 16 sums of four ±0.25 are as far from 0; three times that is more than 1.
      ['mean IoU', '4', '0.375', '0.500', `+0.125 [${interval.join(', ')}]`, '1.000', 'no difference shown'],
      ['CorLoc', '4', '0.500', '0.750', '+0.250 [+0.000, +0.750]', '1.000', 'no difference shown'],
      ['pointing', '4', '0.750', '0.750', '+0.000 [+0.000, +0.000]', '1.000', 'no difference shown'],
    ]);
    expect(page.querySelector('#comparison svg')?.getAttribute('aria-label')).toBe(
      'mean IoU of each picture: CAM at layer4 across, Grad-CAM at layer4 up',
    );
    expect(page.querySelectorAll('#comparison svg .points')).toHaveLength(1);
  });

  it('has the other measures that were taken, and no others', () => {
    const page = read();
    const heads = [...page.querySelectorAll('[data-table="other"] thead th')].map(({ textContent }) => textContent);
    expect(heads).toEqual(['Method', 'Layer', 'Class', 'Pointing ↑', 'Empty heatmaps']);
    expect(rowsOf(page, 'other')[0]).toEqual(['CAM', 'layer4', 'true', point('0.750', [1, 1, 1, 0]), '0 of 4']);
  });

  it('says where the threshold was chosen, and of how many pictures each table is', () => {
    const page = read({ records: records(['train', 'train', 'train', 'test']) });
    const captions = [...page.querySelectorAll('#results h3')].map(({ textContent }) => textContent);
    expect(captions[0]).toBe('At fixed thresholds, 4 pictures, including those of train');
    expect(captions[1]).toBe('At one threshold, 1 picture of test; τ has the best mean IoU on 3 pictures of train');
    expect(rowsOf(page, 'point')[0]!.slice(3, 5)).toEqual(['0.15 chosen on train', point('0.000', [0])]);
  });

  it('says in words what was run, and on how much of the data set', () => {
    const whole = read();
    const facts = [...whole.querySelectorAll('#run dl:first-of-type dd')].map(({ textContent }) => textContent);
    expect(facts[0]).toBe(
      `4 pictures with 4 true boxes, of 2 classes.Pictures: ${hostile}; annotations: annotation.tar`,
    );
    expect(facts[1]).toBe(`${hostile}, input 224 × 224sha256 abc`);
    expect(facts.slice(2, 6)).toEqual(['CAM, Grad-CAM', 'layer4', 'the true class of each picture', '0.15, 0.2']);
    expect(facts[6]).toBe(
      'network in WebAssembly, heatmaps in float64 on the processor; adapter: none; Chromium 1.2.3',
    );
    expect(facts.slice(7)).toEqual(['23 November 2026 at 03:04 UTC', 'cam-lens 9.8.7']);
    const dataset = { images: null, annotations: null, limit: 4000, withoutPicture: ['n1/<b>'], isOfImageNet: false };
    const part = read({ dataset, shard: { index: 2, count: 5 } });
    expect(part.querySelector('#run dd')?.textContent).toBe(
      '4 pictures with 4 true boxes, of 2 classes. At most 4,000 were requested. Part 2 of 5 of the data set. ' +
        '1 annotation had no picture and was ignored.',
    );
    const limits = (page: Document): string => page.querySelector('#limits')?.textContent ?? '';
    expect(limits(whole)).toContain('ImageNet');
    expect(limits(part)).not.toContain('ImageNet');
  });

  it('says of a set of masks where its boxes come from', () => {
    const masked = records().map((record) => ({
      ...record,
      explanations: { cam: { layer4: { true: explanation([0.5, 0.5], { maskIoU: 0.25 }) } } },
    }));
    const run = (page: Document): string => page.querySelector('#run')?.textContent ?? '';
    expect(run(read({ records: masked }))).toMatch(
      /4 true boxes around the parts of their masks.*true boxesaround the 8-connected components of the picture's mask/s,
    );
    expect(run(read())).not.toMatch(/mask IoU|around/);
  });

  it('says by which conventions heatmaps were made, in the words of the tables', () => {
    const { choice } = report();
    const renamed = records().map((record) => ({
      ...record,
      explanations: { ...record.explanations, 'cam@torch-cam': record.explanations['cam']! },
    }));
    const page = read({ choice: { ...choice, conventions: ['paper', 'torch-cam'] }, ...summed(renamed) });
    expect(rowsOf(page, 'fixed').map(([head]) => head)).toEqual(['CAM', 'Grad-CAM', 'CAM (TorchCAM)']);
    const facts = [...page.querySelectorAll('#run dl:first-of-type dd')].map(({ textContent }) => textContent);
    expect(facts[3]).toBe('Paper, TorchCAM');
    expect([...page.querySelectorAll('#run .fine dt')].map(({ textContent }) => textContent)).toContain('(TorchCAM)');
    // A box by another convention would lie on the same method's.
    const drawn = [...page.querySelectorAll('[data-list="Best"] li:first-child text')].map(
      ({ textContent }) => textContent,
    );
    expect(drawn).toEqual(['true', 'CAM 0.75', 'Grad-CAM 0.50']);
    expect(page.querySelector('#pictures p')?.textContent).toContain('Boxes of further methods and conventions');
  });

  it('lists the classes by CorLoc', () => {
    expect(rowsOf(read(), 'classes')).toEqual([
      [hostile, '3', '1.000', '1.000', '0.667', '0.500', '1.000', '0.583'],
      ['giant panda', '1', '0.000', '1.000', '0.000', '0.000', '0.000', '0.250'],
    ]);
  });

  it('lists the classes by accuracy if there are no true boxes, whatever their names', () => {
    const names = { 0: '__proto__', 1: '<b>bold</b>', 2: 'כלב', 3: '\u202egod', 4: 'x'.repeat(5000) };
    const ranks = { 0: [1, 2], 1: [1, 1, 1], 2: [6, 9], 3: [5, 6], 4: [1], 5: [1, 7] };
    const own = Object.entries(ranks).flatMap(([index, its]) =>
      its.map((rank, i) => withoutBoxes(picture(`${index}/${i}`, [0], { class: Number(index), rank }))),
    );
    const page = read({ ...summed(own), model: { name: 'net', size: 8, classes: names } });
    expect(rowsOf(page, 'classes')).toEqual([
      ['<b>bold</b>', '3', '1.000', '1.000'],
      ['x'.repeat(5000), '1', '1.000', '1.000'],
      ['__proto__', '2', '0.500', '1.000'],
      ['class 5', '2', '0.500', '0.500'],
      ['\\u202egod', '2', '0.000', '0.500'],
      ['כלב', '2', '0.000', '0.000'],
    ]);
    expect(page.querySelector('#classes')?.textContent).toContain('By accuracy: the share of pictures');
    expect(page.querySelector('#classes')?.textContent).not.toMatch(/CorLoc|IoU|τ|NaN|undefined/);
  });

  it('draws the curves through their values', () => {
    const paths = [...read().querySelectorAll('#curves .chart path')].map((path) => path.getAttribute('d'));
    // x = 44 + 344 τ, y = 208 − 198 · value: mean IoU 0.375 and 0.375, 0.5 and 0.5; CorLoc 0.5 and 0.5, 0.75 and 0.75.
    expect(paths).toEqual([
      ...['M95.6 133.75L112.8 133.75', 'M95.6 109L112.8 109'],
      ...['M95.6 109L112.8 109', 'M95.6 59.5L112.8 59.5'],
    ]);
  });

  it('draws mean deletion and insertion curves where they were measured', () => {
    expect(read().querySelector('#faithfulness')).toBeNull();
    const measured = records().map((record, i) => ({
      ...record,
      explanations: {
        ...record.explanations,
        cam: {
          layer4: {
            true: explanation([0.5, 0.5], { deletionCurve: [1, i / 4, 0], insertionCurve: [0, 0.5, 1] }),
          },
        },
      },
    }));
    const page = read({ records: measured });
    const charts = [...page.querySelectorAll('#faithfulness .chart')];
    expect(charts.map((chart) => chart.getAttribute('aria-label'))).toEqual(['Deletion curve', 'Insertion curve']);
    // x = 44 + 344 · share, y = 208 − 198 · probability; in the middle (0 + 1 + 2 + 3) / 16 = 0.375. Grad-CAM has none.
    expect(charts.map((chart) => [...chart.querySelectorAll('path')].map((path) => path.getAttribute('d')))).toEqual([
      ['M44 10L216 133.75L388 208'],
      ['M44 208L216 109L388 10'],
    ]);
    expect(charts[0]?.textContent).toContain('share of the pixels removed');
    expect([...page.querySelectorAll('#faithfulness .legend li')].map(({ textContent }) => textContent)).toEqual([
      'CAM',
    ]);
    const rows = [...page.querySelectorAll('#faithfulness tbody tr')].map(({ textContent }) => textContent);
    expect(rows).toEqual(['0.0001.0000.000', '0.5000.3750.500', '1.0000.0001.000']);
  });

  it('shows pictures with the true box and those found, by name', () => {
    const page = read();
    const lists = [...page.querySelectorAll('ul.gallery')].map((list) => list.getAttribute('data-list'));
    expect(lists).toEqual(['Best', 'Worst', 'Most disagreement', 'At random']);
    const best = page.querySelector('[data-list="Best"] figure')!;
    expect(best.getAttribute('data-picture')).toBe(hostile);
    expect(best.querySelector('image')?.getAttribute('href')).toBe('data:image/jpeg;base64,AAAA');
    const boxes = [...best.querySelectorAll('.box')].map((box) =>
      ['x', 'y', 'width', 'height', 'stroke'].map((name) => box.getAttribute(name)),
    );
    expect(boxes).toEqual([
      ['0', '0', '10', '10', '#e5383b'],
      ['0', '0', '7.5', '10', '#2f7bf6'],
      ['0', '0', '5', '10', '#1fa85a'],
    ]);
    expect([...best.querySelectorAll('text')].map(({ textContent }) => textContent)).toEqual([
      ...['true', 'CAM 0.75', 'Grad-CAM 0.50'],
    ]);
  });

  it('says so where no pictures were at hand', () => {
    const page = read({ thumbnails: null });
    expect(page.querySelector('#pictures')?.textContent).toContain('were not available');
    expect(page.querySelectorAll('figure[data-picture]')).toHaveLength(0);
  });

  it('names the first fifty annotations without picture, and counts them all', () => {
    const { dataset } = report();
    const withoutPicture = Array.from({ length: 1234 }, (_, i) => `${hostile}/p${i}`);
    const problems = read({ dataset: { ...dataset, withoutPicture } }).querySelector('#problems')!;
    expect([...problems.querySelectorAll('h3')].map(({ textContent }) => textContent)).toEqual([
      ...['Not measured: 1', 'Annotations without picture: 1,234'],
    ]);
    const [list, items] = [
      problems.querySelector('[data-code="picture-missing"]')!,
      [...problems.querySelectorAll('[data-code="picture-missing"] li')].map(({ textContent }) => textContent),
    ];
    expect(list.hasAttribute('open')).toBe(false);
    expect(list.querySelector('summary')?.textContent).toBe('The first 50 of them');
    expect([items.length, items[49], items[50]]).toEqual([51, `${hostile}/p49`, 'and 1,184 more']);
  });

  it('takes names as text, and loads and runs nothing', () => {
    const page = read();
    expect(page.querySelectorAll('img, script, link, iframe, object, embed, base, a, form')).toHaveLength(0);
    const elements = [...page.querySelectorAll('*')];
    const attributes = elements.flatMap(({ attributes: own }) => [...own]);
    expect(attributes.filter(({ name }) => name.startsWith('on'))).toEqual([]);
    const references = attributes.filter(({ name }) =>
      ['src', 'href', 'xlink:href', 'srcset', 'action'].includes(name),
    );
    expect(references.length).toBeGreaterThan(0);
    for (const { value } of references) expect(value).toMatch(/^data:image\/jpeg;/);
    expect(page.querySelector('style')?.textContent).not.toMatch(/@import|url\(/);
    expect(page.querySelector('style')?.textContent).toContain('prefers-color-scheme: dark');
    expect(page.querySelector('meta[http-equiv="Content-Security-Policy"]')?.getAttribute('content')).toBe(
      "default-src 'none'; style-src 'unsafe-inline'; img-src data:",
    );
    const summary = page.querySelector('[data-code="picture-unreadable"] li')?.textContent;
    expect(summary).toBe(`${hostile}: ${hostile} cannot be decoded.`);
  });

  it('is whole where nothing could be measured', () => {
    const page = read({ records: [] });
    expect(page.querySelector('#results')?.textContent).toContain('No picture could be measured.');
    expect(page.querySelectorAll('#curves, #pictures, #classes')).toHaveLength(0);
    expect(page.querySelector('#problems')?.textContent).toContain('cannot be decoded');
  });

  it('gives the command as a shell reads it', () => {
    expect(read().querySelector('pre')?.textContent).toBe(
      `cam-lens evaluate \\\n  '--images=<img src=x onerror="window.fault=1">'\\''&'`,
    );
  });
});
