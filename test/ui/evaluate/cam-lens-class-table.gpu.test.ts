import { describe, expect, it } from 'vitest';
import type { ClassRow } from '../../../src/evaluation/class-table.ts';
import '../../../src/ui/evaluate/cam-lens-evaluation.define.ts';
import { pressKey } from '../support/input.ts';
import { mount, shows, textOf } from '../support/mount.ts';

const row = (index: number, pictures: number, ...columns: ClassRow['columns']): ClassRow => ({
  ...{ class: index, pictures, top1: index / 4, top5: 1, columns },
});
const rows = [
  row(0, 9, { meanIoU: 0.5, corLoc: 0.25 }),
  row(1, 12, { meanIoU: 0.75, corLoc: 1 }),
  row(2, 10, null),
  row(3, 100, { meanIoU: 0.625, corLoc: 0.5 }),
];
const classes = ['cat', 'Ant', '<b>bee', 'éland'];

async function table() {
  const element = await mount('cam-lens-class-table', { rows, methods: ['CAM'], classes });
  const all = (selector: string) => [...(element.shadowRoot?.querySelectorAll<HTMLElement>(selector) ?? [])];
  return {
    element,
    buttons: all('thead button'),
    column: (index: number) => all('tbody tr').map((line) => textOf(line.children[index]!)),
    sorts: () => all('thead th').map((heading) => heading.getAttribute('aria-sort')),
  };
}

describe('cam-lens-class-table', () => {
  it('begins by name, as people sort names, each as text', async () => {
    const { column, sorts } = await table();
    expect(column(0)).toEqual(['<b>bee', 'Ant', 'cat', 'éland']);
    expect(sorts()).toEqual(['ascending', ...Array<string>(5).fill('none')]);
  });

  it('shows pictures, accuracy, mean IoU and CorLoc of each method, and a dash where there is none', async () => {
    const { element, column } = await table();
    expect([...element.shadowRoot!.querySelectorAll('thead th')].map((th) => textOf(th).replace(/[↑↓]/, ''))).toEqual([
      ...['Class', 'Pictures', 'Top-1 accuracy %', 'Top-5 accuracy %', 'CAM, mean IoU', 'CAM, CorLoc %'],
    ]);
    expect([1, 2, 3, 4, 5].map(column)).toEqual([
      ['10', '12', '9', '100'],
      ['50.0', '25.0', '0.0', '75.0'],
      ['100.0', '100.0', '100.0', '100.0'],
      ['–', '0.750', '0.500', '0.625'],
      ['–', '100.0', '25.0', '50.0'],
    ]);
  });

  it('sorts numbers by size, the largest first, and the other way round at the second click', async () => {
    const { element, buttons, column, sorts } = await table();
    buttons[1]!.click();
    await shows(element, () => expect(column(1)).toEqual(['100', '12', '10', '9']));
    expect(sorts()).toEqual(['none', 'descending', ...Array<string>(4).fill('none')]);
    buttons[1]!.click();
    await shows(element, () => expect(column(1)).toEqual(['9', '10', '12', '100']));
    expect(sorts()).toEqual(['none', 'ascending', ...Array<string>(4).fill('none')]);
    buttons[2]!.click();
    await shows(element, () => expect(column(2)).toEqual(['75.0', '50.0', '25.0', '0.0']));
    buttons[4]!.click();
    await shows(element, () => expect(column(4)).toEqual(['0.750', '0.625', '0.500', '–']));
    buttons[4]!.click();
    await shows(element, () => expect(column(4)).toEqual(['–', '0.500', '0.625', '0.750']));
    buttons[0]!.click();
    await shows(element, () => expect(column(0)[0]).toBe('<b>bee'));
    buttons[0]!.click();
    await shows(element, () => expect(column(0)[0]).toBe('éland'));
  });

  it.each(['Enter', ' '] as const)('is sorted by the keyboard: %j', async (key) => {
    const { element, buttons, column, sorts } = await table();
    buttons[0]!.focus();
    await pressKey('Tab');
    await shows(element, () => expect(element.shadowRoot?.activeElement).toBe(buttons[1]));
    await pressKey(key);
    await shows(element, () => {
      expect(column(1)).toEqual(['100', '12', '10', '9']);
      expect(sorts()[1]).toBe('descending');
      expect(element.shadowRoot?.activeElement).toBe(buttons[1]);
    });
  });

  it('shows accuracy alone if there are no methods', async () => {
    const { element, column } = await table();
    element.methods = [];
    element.rows = [row(2, 8), row(1, 4)];
    await shows(element, () =>
      expect([0, 1, 2].map(column)).toEqual([
        ['<b>bee', 'Ant'],
        ['8', '4'],
        ['50.0', '25.0'],
      ]),
    );
    expect(element.shadowRoot!.querySelectorAll('thead th')).toHaveLength(4);
  });

  it('keeps its order while the rows change', async () => {
    const { element, buttons, column } = await table();
    buttons[1]!.click();
    element.rows = [...rows, row(4, 11, null)];
    await shows(element, () => expect(column(1)).toEqual(['100', '12', '11', '10', '9']));
    expect(column(0)[2]).toBe('class 4');
  });
});
