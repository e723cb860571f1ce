import { describe, expect, it } from 'vitest';
import { judged } from '../../../src/datasets/problems.ts';
import { summarise } from '../../../src/evaluation/summary.ts';
import { usualThresholds } from '../../../src/runs/run-choice.ts';
import type { RunHead } from '../../../src/runs/kept-run.ts';
import type { SavedRun } from '../../../src/ui/evaluate/saved-run.ts';
import { runAsReport } from '../../../src/ui/evaluate/run-report.ts';
import { defaultRunSettings } from '../../../src/ui/evaluate/run-settings.ts';
import { both, picture } from '../../evaluation/records.ts';
import { fakeInfo } from '../support/fake-lens.ts';
import { pictureFile } from '../support/mount.ts';

const head: RunHead = {
  ...{ settings: defaultRunSettings, total: 2, split: null, classMap: null, info: fakeInfo },
};
const ious = (iou: number): number[] => usualThresholds.map(() => iou);
const records = [
  picture('set/b', [], { class: 235, predicted: 235, explanations: both(ious(0.25), ious(0.5)) }),
  picture('set/a', [], { class: 235, predicted: 235, explanations: both(ious(0.75), ious(1)) }),
];
const summary = summarise(records, { thresholds: usualThresholds });
const problems = [
  { id: 'set/c', code: 'picture-unreadable', message: 'set/c.png could not be decoded.' },
  { id: 'set/d', code: 'picture-missing', message: 'There is no picture for set/d.xml.' },
  { id: 'set/a', code: 'box-clipped', message: 'A box was clipped.' },
] as const;

async function read(...files: string[]): Promise<Document> {
  const given = await Promise.all(files.map(async (path) => ({ path, file: await pictureFile(path, 40, 30) })));
  const page = await runAsReport({ head, summary, records, problems: judged(problems), files: given }, () => undefined);
  return new DOMParser().parseFromString(await page.text(), 'text/html');
}

describe("the page's report", () => {
  it('has the numbers, and the pictures that were given', async () => {
    const page = await read('set/a.png', 'set/b.png');
    const cells = [...page.querySelectorAll('[data-table="fixed"] tbody tr')].map((row) =>
      row.children[3]?.textContent.slice(0, 5),
    );
    expect(cells).toEqual(['0.500', '0.750']);
    const best = page.querySelector('[data-list="Best"] figure');
    expect(best?.getAttribute('data-picture')).toBe('set/a');
    expect(best?.querySelector('image')?.getAttribute('href')).toMatch(/^data:image\/jpeg;base64,/);
    expect(best?.querySelector('strong')?.textContent).toBe('German shepherd');
  });

  it('tells what failed from what is worth knowing, and counts annotations without picture', async () => {
    const page = await read();
    const headings = [...page.querySelectorAll('#problems h3')].map(({ textContent }) => textContent);
    expect(headings).toEqual(['Not measured: 1', 'Measured, with a note: 1', 'Annotations without picture: 1']);
    expect(page.querySelector('#run')?.textContent).toContain('1 annotation had no picture');
    expect(page.querySelector('#pictures')?.textContent).toContain('were not available');
    expect(page.querySelector('pre')).toBeNull();
  });

  it('does not say that nothing failed where that is not known', async () => {
    const page = async (known: SavedRun['problems']): Promise<string> =>
      (await runAsReport({ head, summary, records, problems: known, files: [] }, () => undefined)).text();
    expect(await page(null)).toContain('The run did not store what could not be measured');
    expect(await page(null)).not.toContain('Nothing failed');
    expect(await page(judged([]))).toContain('Nothing failed');
  });
});
