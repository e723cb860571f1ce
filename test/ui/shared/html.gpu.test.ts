import { nothing, render } from 'lit';
import { expect, it } from 'vitest';
import { html, shownPlaces, svg } from '../../../src/ui/shared/html.ts';

const raw = 'a\u202eb\n\u001b\ud800';
const shown = String.raw`a\u202eb\u000a\u001b\ud800`;

/** The first element of a template, rendered. */
function drawn(template: unknown): Element {
  const place = document.createElement('div');
  render(template, place);
  return place.firstElementChild!;
}

it('shows names by their codes in text: alone, in lists, in templates within', () => {
  expect(drawn(html`<p>${raw}</p>`).textContent).toBe(shown);
  expect(drawn(html`<p class="x">no "quote, don’t ' ${raw}: ${7}${nothing}${undefined}</p>`).textContent).toBe(
    `no "quote, don’t ' ${shown}: 7`,
  );
  expect(drawn(html`<p>${[raw, [raw, html`<b title="x">${raw}</b>`], new Set([raw])]}</p>`).textContent).toBe(
    shown.repeat(4),
  );
  expect(drawn(html`<svg>${svg`<text>${raw}</text><title>${raw}</title>`}</svg>`).textContent).toBe(shown.repeat(2));
});

it('shows them by their codes in attributes that are seen or heard', () => {
  for (const template of [
    html`<img src="x.png" title=${raw} alt="a: ${raw}, ${raw}" aria-label="“${raw}”" />`,
    html`<optgroup class="y" label=${raw} title="it is ${raw}"></optgroup>`,
    html`<input placeholder=${raw} aria-valuetext=${raw} ?disabled=${true} />`,
  ]) {
    const element = drawn(template);
    const values = element.getAttributeNames().map((name) => element.getAttribute(name)!);
    expect(values.filter((value) => value.includes(shown))).toHaveLength(strangers(template));
    expect(values.filter((value) => value.includes('\u202e'))).toEqual([]);
  }
});

const strangers = ({ strings }: { readonly strings: readonly string[] }): number =>
  strings.filter((markup) => /(?:title|alt|label|placeholder|valuetext)=["']?[^"']*$/.test(markup)).length;

it('leaves values, addresses, properties and events exact', () => {
  const element = drawn(html`<input value=${raw} data-id=${raw} name="n ${raw}" class="title=${raw}" .value=${raw} />`);
  expect(['value', 'data-id', 'name', 'class'].map((name) => element.getAttribute(name))).toEqual([
    ...[raw, raw, `n ${raw}`, `title=${raw}`],
  ]);
  const option = drawn(html`<option .value=${raw} @click=${() => undefined}>${raw}</option>`) as HTMLOptionElement;
  expect([option.value, option.text]).toEqual([raw, shown]);
  const paragraph = drawn(html`<p .title=${raw}>${document.createTextNode(raw)}</p>`) as HTMLElement;
  expect([paragraph.title, paragraph.textContent]).toEqual([raw, raw]);
});

it('renders the same template anew in place', () => {
  const place = document.createElement('div');
  const template = (name: string) => html`<p title=${name}>${name}</p>`;
  render(template('a'), place);
  const before = place.firstElementChild;
  render(template(raw), place);
  expect(place.firstElementChild).toBe(before);
  expect([before!.getAttribute('title'), before!.textContent]).toEqual([shown, shown]);
});

it.each<[readonly string[], readonly boolean[]]>([
  [['<p title=', ' data-title=', ' aria-label="', ' and ', '" x-title="', '">', '</p>'], [true, false, true, true, false, true]], // prettier-ignore
  [
    ["<p alt='>", "' class=x>", ''],
    [true, true],
  ],
  [
    ['<p class="', '" title=', '', '></p>'],
    [false, true, true],
  ],
  [
    ['', '<br title="x" />', '<p .title=', ' ?title=', ' @title=', '></p>'],
    [true, true, false, false, false],
  ],
])('finds the places of %j', (strings, places) => expect(shownPlaces(strings)).toEqual(places));
