/** Elements in the test's page, and waiting for what they show. */
import { LitElement } from 'lit';
import { onTestFinished } from 'vitest';
import '../../../src/ui/explain/cam-lens-app.define.ts';
import { eventually } from '../../support/eventually.ts';

/** Puts an element into the page for this test, with these properties, and waits until it is drawn. */
export async function mount<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  properties: Partial<HTMLElementTagNameMap[Tag]> = {},
): Promise<HTMLElementTagNameMap[Tag]> {
  const element = Object.assign(document.createElement(tag), properties);
  document.body.append(element);
  onTestFinished(() => element.remove());
  await settled(element);
  return element;
}

/** Waits until an element and all below it, through shadow roots, have drawn their newest state. */
export async function settled(root: Element): Promise<void> {
  for (let late = undrawn(root); late.length > 0; late = undrawn(root)) {
    await Promise.all(late.map((element) => element.updateComplete));
  }
}

function undrawn(root: Element): LitElement[] {
  const below = [...root.children, ...(root.shadowRoot?.children ?? [])].flatMap(undrawn);
  return root instanceof LitElement && root.isUpdatePending ? [root, ...below] : below;
}

/** Waits until all of a check holds of the drawn element at one moment. */
export function shows(root: Element, check: () => void): Promise<void> {
  return eventually(async () => {
    await settled(root);
    check();
  });
}

/** The first element that matches, through shadow roots: `'cam-lens-view', 'canvas'`. */
export function inside(root: Element, ...path: readonly string[]): HTMLElement {
  return insideA(HTMLElement, root, ...path);
}

/** As `inside`, for an element of this class; SVG elements among them. */
export function insideA<Found extends Element>(
  kind: new () => Found,
  root: Element,
  ...path: readonly string[]
): Found {
  let found = root;
  for (const selector of path) {
    const next = found.shadowRoot?.querySelector(selector);
    if (next === null || next === undefined) throw new Error(`there is no ${selector} in <${found.localName}>`);
    found = next;
  }
  if (!(found instanceof kind)) throw new Error(`<${found.localName}> is not a ${kind.name}`);
  return found;
}

export function textOf(element: Element): string {
  return element.textContent.replace(/\s+/g, ' ').trim();
}

/** Every detail of an event that reaches the element from now on. */
export function heard<Detail>(element: Element, name: string): Detail[] {
  const details: Detail[] = [];
  element.addEventListener(name, (event) => details.push((event as CustomEvent<Detail>).detail));
  return details;
}

/** A picture file: red on the left, white on the right. */
export async function pictureFile(name: string, width = 40, height = 30): Promise<File> {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('no 2D canvas');
  context.fillStyle = 'white';
  context.fillRect(0, 0, width, height);
  context.fillStyle = 'red';
  context.fillRect(0, 0, width / 2, height);
  return new File([await canvas.convertToBlob()], name, { type: 'image/png' });
}

/** A promise that the test ends. */
export function hold(): { readonly promise: Promise<void>; readonly end: () => void } {
  let end: () => void = () => undefined;
  const promise = new Promise<void>((resolve) => (end = resolve));
  return { promise, end };
}
