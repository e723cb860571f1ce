import { expect, it } from 'vitest';
import type { Target } from '../../../src/pipeline/recipe/target.ts';
import { contrast } from '../../../src/ui/explain/target-words.ts';
import { classNames, fakeScores } from '../support/fake-lens.ts';
import { heard, insideA, inside, mount, settled, textOf } from '../support/mount.ts';

const mountClasses = (target: Target) => mount('cam-lens-classes', { scores: fakeScores, classes: classNames, target });

const all = (element: Element, selector: string) => [...(element.shadowRoot?.querySelectorAll(selector) ?? [])];

function type(element: Element, name: string, text: string): HTMLInputElement {
  const input = insideA(HTMLInputElement, element, `input[name=${name}]`);
  input.value = text;
  input.dispatchEvent(new Event('change'));
  return input;
}

it('shows names and probabilities, the explained one pressed', async () => {
  const element = await mountClasses(225);
  expect(all(element, '.class').map(textOf)).toEqual([
    'German shepherd 94.1 %',
    'malinois 4.2 %',
    'crane (134) 1.0 %',
    'crane (517) < 0.1 %',
    'class 3 < 0.1 %',
  ]);
  expect(all(element, '.class').map((button) => button.getAttribute('aria-pressed'))).toEqual([
    ...['false', 'true', 'false', 'false', 'false'],
  ]);
});

it('chooses a class by a click, and not the one that is explained already', async () => {
  const element = await mountClasses(225);
  const changes = heard(element, 'cam-lens-change');
  inside(element, '[data-class="225"]').click();
  inside(element, '[data-class="517"]').click();
  expect(changes).toEqual([{ class: 517 }]);
});

it('finds any class by name and says when there is none', async () => {
  const element = await mountClasses(235);
  const changes = heard(element, 'cam-lens-change');
  expect(type(element, 'class', 'no such thing').validationMessage).toContain('There is no class "no such thing"');
  const input = type(element, 'class', 'Class 700');
  expect([input.validationMessage, input.value]).toEqual(['', '']);
  type(element, 'class', 'Crane (517)');
  expect(changes).toEqual([{ class: 700 }, { class: 517 }]);
  element.target = 700;
  await settled(element);
  expect(textOf(inside(element, 'p'))).toBe('Explained: class 700');
});

it('holds the explained class against another of the five, and takes that back', async () => {
  const element = await mountClasses('predicted');
  const changes = heard(element, 'cam-lens-change');
  expect(all(element, '[data-against]').map((one) => one.getAttribute('aria-label'))).toEqual([
    'Why German shepherd and not malinois',
    'Why German shepherd and not crane (134)',
    'Why German shepherd and not crane (517)',
    'Why German shepherd and not class 3',
  ]);
  inside(element, '[data-against="225"]').click();
  element.target = contrast(235, 225);
  await settled(element);
  expect(textOf(inside(element, 'p'))).toBe('Explained: German shepherd and not malinois');
  expect(inside(element, '[data-against="225"]').getAttribute('aria-pressed')).toBe('true');
  expect(inside(element, '[data-class="235"]').getAttribute('aria-pressed')).toBe('true');
  inside(element, '[data-against="225"]').click();
  inside(element, '[data-class="235"]').click();
  expect(changes).toEqual([
    {
      class: [
        { index: 235, weight: 1 },
        { index: 225, weight: -1 },
      ],
    },
    { class: 235 },
    { class: 235 },
  ]);
});

it('holds it against any class that is typed, but not against itself', async () => {
  const element = await mountClasses(235);
  const changes = heard(element, 'cam-lens-change');
  type(element, 'against', 'german shepherd');
  type(element, 'against', 'class 700');
  expect(changes).toEqual([{ class: contrast(235, 700) }]);
});
