/** A page with nothing but an element between two paragraphs. */
import type { Page } from 'puppeteer';
import { there } from './page-steps.ts';

export type Attributes = Readonly<Record<string, string>> & { readonly src: string };

/** Puts an element in the place of the guide, which has defined it; it has no picture yet. @param page at `embed.html` */
export async function placeElement(page: Page, tag: string, attributes: Attributes): Promise<void> {
  await there(page, 'cam-lens-guide >>> cam-lens-interface >>> table');
  await page.evaluate(
    (tag, attributes) => {
      const placed = document.createElement(tag);
      for (const [name, value] of Object.entries(attributes)) placed.setAttribute(name, value);
      placed.setAttribute('src', '');
      const [before, after] = ['Before', 'After'].map((words) => {
        const paragraph = document.createElement('p');
        paragraph.textContent = words;
        return paragraph;
      });
      document.body.replaceChildren(before!, placed, after!);
    },
    tag,
    attributes,
  );
}

/**
 * Gives it its picture, and waits.
 * @param ready an event, and how many of it
 */
export async function startElement(
  page: Page,
  tag: string,
  { src }: Attributes,
  ready: readonly [type: string, count: number],
): Promise<void> {
  await page.evaluate(
    (tag, src, [type, count]) =>
      new Promise<void>((resolve) => {
        let seen = 0;
        document.addEventListener(type, () => {
          seen += 1;
          if (seen === count) resolve();
        });
        const placed = document.querySelector(tag)!;
        placed.setAttribute('model', './models/resnet50.json');
        placed.setAttribute('src', src);
      }),
    ...([tag, src, ready] as const),
  );
}
