/**
 * What vanishes from an open page when its visitor forces colours: backgrounds and shadows are taken away then, and with
 * them whatever is said by nothing else. Judged by pixels.
 */
import { decode } from 'fast-png';
import type { JSHandle, Page } from 'puppeteer';
import { emulateColours } from './emulate-colours.ts';

/** In CSS pixels, which are device pixels here. */
interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** How far from its element a ring may be. */
const ringPx = 8;

interface Seen {
  readonly element: HTMLElement;
  readonly name: string;
}

/** With forced colours in the end. @returns a line for each element that lost something */
export async function lostInForcedColours(page: Page): Promise<readonly string[]> {
  await emulateColours(page, 'light');
  // Elements say where they are in the window, screenshots are taken of the page: the two are the same at its top.
  await page.evaluate(() => scrollTo({ top: 0, behavior: 'instant' }));
  const seen = await page.evaluateHandle(findElements);
  const drawings = await page.evaluate(placesOf, seen, 'drawings' as const);
  const told = await page.evaluate(coloursByName, seen);
  await emulateColours(page, 'forced');
  const still = await page.evaluate(coloursByName, seen);
  const faults = [
    ...told.flatMap(([name, count], index) => (still[index]![1] < count ? [`not told apart: ${name}`] : [])),
    ...(await uniformDrawings(page, drawings)),
    ...(await statesAlike(page, seen)),
    ...(await withoutFocusRing(page, seen)),
  ];
  await seen.dispose();
  return faults;
}

type Found = Readonly<Record<'drawings' | 'states' | 'focusable', readonly Seen[]>>;

/** Runs in the page. */
function findElements(): Found {
  const found: Record<keyof Found, Seen[]> = { drawings: [], states: [], focusable: [] };
  const kinds = new Set<string>();
  const isSeen = (colour: string): boolean => !/, 0\)$|transparent/.test(colour);
  const isPainted = (element: HTMLElement): boolean => {
    const { backgroundColor, backgroundImage, borderTopStyle, borderTopColor } = getComputedStyle(element);
    const hasBorder = borderTopStyle !== 'none' && isSeen(borderTopColor);
    return backgroundImage !== 'none' || isSeen(backgroundColor) || hasBorder;
  };
  // Behind a modal dialog nothing can be used.
  const modalIn = (root: Document | ShadowRoot): Element | undefined => {
    const hosts = [...root.querySelectorAll('*')].flatMap(({ shadowRoot }) => shadowRoot ?? []);
    return root.querySelector('dialog:modal') ?? hosts.flatMap((host) => modalIn(host) ?? []).at(0);
  };
  const visit = (root: Document | ShadowRoot | Element): void => {
    for (const element of root.querySelectorAll<HTMLElement>('*')) {
      if (element.shadowRoot !== null) visit(element.shadowRoot);
      if (!(element instanceof HTMLElement)) continue;
      if (!element.checkVisibility({ opacityProperty: false, visibilityProperty: true })) continue;
      const within = element.getRootNode();
      const host = within instanceof ShadowRoot ? `${within.host.localName} ` : '';
      const name = `${host}${element.localName}${element.id === '' ? '' : `#${element.id}`}.${element.className}`;
      const one = { element, name };
      const isEmpty = element.childElementCount === 0 && element.textContent.trim() === '';
      if (/^(span|div|i|b)$/.test(element.localName) && isEmpty && isPainted(element)) found.drawings.push(one);
      // To check a radio button is to uncheck another.
      if (
        element.matches(
          ':is([aria-pressed], [aria-current], [aria-selected], [type=checkbox], [type=radio]:checked):enabled, a[aria-current]',
        )
      )
        found.states.push(one);
      // One of each kind is enough.
      const kind = `${host}${element.localName}.${element.className}.${element.getAttribute('type') ?? ''}`;
      // Videos without controls say that they take the focus, and do not.
      const takesFocus = element.tabIndex >= 0 && !element.matches(':disabled, video:not([controls])');
      if (takesFocus && !kinds.has(kind)) {
        kinds.add(kind);
        found.focusable.push(one);
      }
    }
  };
  visit(modalIn(document) ?? document);
  return found;
}

/** Runs in the page. Those that are seen, and nothing covers; what hides below its label is where the label is. */
function placesOf(
  found: Found,
  kind: keyof Found,
): readonly (Place & { readonly name: string; readonly index: number })[] {
  const topmostAt = (x: number, y: number): Element | null => {
    for (let root: Document | ShadowRoot = document; ;) {
      const found: Element | null = root.elementFromPoint(x, y);
      if (found?.shadowRoot == null || found.shadowRoot === root) return found;
      root = found.shadowRoot;
    }
  };
  const isScrolledAway = (element: Element, x: number, y: number): boolean => {
    for (let above: Element | null = element; above !== null;) {
      const root: Node = above.getRootNode();
      above = above.parentElement ?? (root instanceof ShadowRoot ? root.host : null);
      if (above === null || getComputedStyle(above).overflowY !== 'auto') continue;
      const { left, right, top, bottom } = above.getBoundingClientRect();
      if (x < left || x > right || y < top || y > bottom) return true;
    }
    return false;
  };
  return found[kind].flatMap(({ element, name }, index) => {
    const isHidden = element instanceof HTMLInputElement && getComputedStyle(element).opacity === '0';
    const shown = (isHidden ? element.closest('label') : null) ?? element;
    const { x, y, width, height } = shown.getBoundingClientRect();
    const isInside = x >= 0 && y >= 0 && x + width <= innerWidth && y + height <= innerHeight;
    const [middleX, middleY] = [x + width / 2, y + height / 2];
    if (isScrolledAway(shown, middleX, middleY)) return [];
    const topmost = topmostAt(middleX, middleY);
    const isCovered = kind !== 'drawings' && !shown.contains(topmost) && topmost?.contains(shown) !== true;
    if (!isInside || isCovered || width < 2 || !shown.checkVisibility({ opacityProperty: true })) return [];
    return [{ x, y, width, height, name, index }];
  });
}

/** Runs in the page. How many different colours drawings of one name have. */
function coloursByName({ drawings }: Found): readonly (readonly [name: string, count: number])[] {
  const byName: Record<string, Set<string>> = {};
  for (const { element, name } of drawings) {
    const { backgroundColor, backgroundImage, borderTopColor } = getComputedStyle(element);
    (byName[name] ??= new Set()).add([backgroundColor, backgroundImage, borderTopColor].join());
  }
  return Object.entries(byName).map(([name, colours]) => [name, colours.size]);
}

interface Pixels {
  readonly width: number;
  readonly height: number;
  /** The colour of a pixel as one number. */
  readonly at: (x: number, y: number) => number;
}

async function shoot(page: Page, clip?: Place): Promise<Pixels> {
  // What has just changed is drawn in the next frame.
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
  // Beyond the viewport, the page would be laid out anew, in a window as small as the place.
  const options = { optimizeForSpeed: true, captureBeyondViewport: false };
  const taken = await page.screenshot(clip === undefined ? options : { ...options, clip });
  const { data, width, height, channels } = decode(taken);
  const at = (x: number, y: number): number => {
    const index = (y * width + x) * channels;
    return (data[index]! << 16) | (data[index + 1]! << 8) | data[index + 2]!;
  };
  return { width, height, at };
}

/** Coordinates of all pixels of a place and of `margin` pixels around it. */
function* pixelsOf(
  { x, y, width, height }: Place,
  margin: number,
  within: Pixels,
): Generator<readonly [number, number]> {
  for (let row = Math.max(0, Math.floor(y) - margin); row < Math.min(within.height, y + height + margin); row += 1) {
    for (
      let column = Math.max(0, Math.floor(x) - margin);
      column < Math.min(within.width, x + width + margin);
      column += 1
    )
      yield [column, row];
  }
}

async function uniformDrawings(
  page: Page,
  drawings: readonly (Place & { readonly name: string })[],
): Promise<readonly string[]> {
  const pixels = await shoot(page);
  return drawings.flatMap((place) => {
    const colours = new Set([...pixelsOf(place, 1, pixels)].map(([x, y]) => pixels.at(x, y)));
    return colours.size > 1 ? [] : [`not seen: ${place.name}`];
  });
}

function differences(one: Pixels, other: Pixels, place: Place, margin: number): number {
  return [...pixelsOf(place, margin, one)].filter(([x, y]) => one.at(x, y) !== other.at(x, y)).length;
}

/** What is pressed, current, selected or checked looks different when it is not. */
async function statesAlike(page: Page, seen: JSHandle<Found>): Promise<readonly string[]> {
  const places = await page.evaluate(placesOf, seen, 'states' as const);
  const before = await shoot(page);
  const undo = await page.evaluateHandle(invertStates, seen);
  const after = await shoot(page);
  await page.evaluate((steps) => steps.forEach((step) => step()), undo);
  return places.flatMap((place) => (differences(before, after, place, 5) > 0 ? [] : [`state not seen: ${place.name}`]));
}

/** Runs in the page. @returns steps that undo it */
function invertStates({ states }: Found): readonly (() => void)[] {
  return states.flatMap(({ element }) => {
    if (element instanceof HTMLInputElement) {
      const { checked } = element;
      element.checked = !checked;
      return [() => void (element.checked = checked)];
    }
    return ['aria-pressed', 'aria-current', 'aria-selected'].flatMap((name) => {
      const value = element.getAttribute(name);
      if (value === null) return [];
      if (name === 'aria-current') element.removeAttribute(name);
      else element.setAttribute(name, String(value !== 'true'));
      return [() => element.setAttribute(name, value)];
    });
  });
}

async function withoutFocusRing(page: Page, seen: JSHandle<Found>): Promise<readonly string[]> {
  const faults: string[] = [];
  for (const place of await page.evaluate(placesOf, seen, 'focusable' as const)) {
    const { index, name, width, height } = place;
    const x = Math.max(0, Math.floor(place.x) - ringPx);
    const y = Math.max(0, Math.floor(place.y) - ringPx);
    const clip = { x, y, width: Math.ceil(width) + 2 * ringPx, height: Math.ceil(height) + 2 * ringPx };
    await page.evaluate(focus, seen, index, false);
    const before = await shoot(page, clip);
    const isFocused = await page.evaluate(focus, seen, index, true);
    const after = await shoot(page, clip);
    // About as many pixels as a ring of one pixel has.
    const whole = { x: 0, y: 0, width: before.width, height: before.height };
    if (!isFocused) faults.push(`takes no focus: ${name}`);
    else if (differences(before, after, whole, 0) < width + height) faults.push(`no focus ring: ${name}`);
  }
  return faults;
}

/** Runs in the page. @returns whether the element, or a part that it gives the focus to, has it */
function focus({ focusable }: Found, index: number, isOn: boolean): boolean {
  const { element } = focusable[index]!;
  if (isOn) element.focus({ focusVisible: true, preventScroll: true });
  else element.blur();
  return element.matches(':focus-within');
}
