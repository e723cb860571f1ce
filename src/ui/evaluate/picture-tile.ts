/** A picture of a run, small, with the boxes found and the true ones: a link to its explanation if its file is at hand. */
import { css, type TemplateResult } from 'lit';
import { bestIou } from '../../evaluation/iou.ts';
import { explanationOf, type PictureRecord } from '../../evaluation/record.ts';
import { boxStyle } from '../../pipeline/recipe/box-colours.ts';
import type { RunSettings } from '../../runs/kept-run.ts';
import type { BoxMark } from '../shared/box-marks.ts';
import { boxOverlay } from '../shared/box-overlay.ts';
import { handOverLink, type HandOver } from '../shared/hand-over.ts';
import { html, svg } from '../shared/html.ts';
import { keyOf } from './gallery.ts';
import type { RunMethod } from './run-methods.ts';

/** Approximate size of a tile in CSS pixels, for the size of lines and labels. */
const tile = { width: 220, height: 165 };

export const tileStyles = css`
  .tile {
    --box-line: 2px;
    position: relative;
    display: block;
    aspect-ratio: 4 / 3;
    border-radius: 6px;
    background: var(--well);
    overflow: hidden;
  }
  a.tile:hover {
    box-shadow: 0 0 0 2px var(--accent);
  }
  .tile img,
  .tile svg {
    position: absolute;
    inset: 0;
    width: 100%;
    height: 100%;
    object-fit: contain;
  }
  .tile p {
    position: absolute;
    inset: auto 8px 8px;
    margin: 0;
    color: var(--soft);
    font-size: 0.75rem;
    text-align: center;
  }
`;

/** What is needed of the run of a record. */
export interface ShownRun {
  readonly settings: RunSettings;
  readonly info: { readonly classes: Readonly<Record<number, string>> };
}

export interface ShownRecord {
  readonly record: Pick<
    PictureRecord,
    'id' | 'path' | 'width' | 'height' | 'class' | 'predicted' | 'boxes' | 'explanations'
  >;
  readonly head: ShownRun;
  /** Whose boxes are drawn. */
  readonly methods: readonly RunMethod[];
}

/** Where a picture's small copy and its file can be read while this page is open, as far as they can. */
export interface PictureAddresses {
  readonly thumbnail?: string | undefined;
  readonly file?: string | undefined;
}

/** The true boxes, then those of the methods. */
export function recordMarks({ record, head: { settings }, methods }: ShownRecord): readonly BoxMark[] {
  const { boxes = [] } = record;
  const truths = boxes.map((box, i): BoxMark => ({
    key: `truth:${i}`,
    title: 'True',
    box,
    stroke: boxStyle('truth'),
  }));
  const found = methods.flatMap(({ name, title }): BoxMark[] => {
    const explanation = explanationOf(record, keyOf(record, name, settings));
    if (explanation === undefined) return [];
    const { box } = explanation;
    const iou = bestIou(box, boxes);
    return [{ key: name, title, box, ...(iou === undefined ? {} : { iou }), stroke: boxStyle(name) }];
  });
  return [...truths, ...found];
}

/** "IoU: CAM 0.934, Grad-CAM 0.928": that of each method that has a record; empty without true boxes. */
export function iouWords(shown: ShownRecord): string {
  const words = recordMarks(shown)
    .flatMap(({ title, iou }) => (iou === undefined ? [] : [`${title} ${iou.toFixed(3)}`]))
    .join(', ');
  return words === '' ? '' : `IoU: ${words}`;
}

/**
 * @param unseen what to say instead of a picture without a small copy
 * @param isFocusable false if something around it takes the focus
 */
export function pictureTile(
  shown: ShownRecord,
  { thumbnail, file }: PictureAddresses,
  unseen: string,
  isFocusable = true,
): TemplateResult {
  const { record, head } = shown;
  const { width, height, id } = record;
  const name = head.info.classes[record.class] ?? `class ${record.class}`;
  // Short labels, because the IoU is in the caption.
  const drawn = recordMarks(shown).map(({ key, title, box, stroke }) => ({ key, title, box, stroke }));
  const scale = Math.max(width / tile.width, height / tile.height);
  const content = html`${
      thumbnail === undefined ? html`<p>${unseen}</p>` : html`<img src=${thumbnail} alt=${`${name}, ${id}`} />`
    }
    <svg viewBox="0 0 ${width} ${height}" role="group" aria-label="Boxes">
      ${svg`${boxOverlay(drawn, { width, height }, scale)}`}
    </svg>`;
  if (file === undefined) return html`<div class="tile">${content}</div>`;
  return html`<a
    class="tile"
    href=${handOverLink(handOverOf(shown, file))}
    target="_blank"
    tabindex=${isFocusable ? '0' : '-1'}
    ><span class="hidden-text">Explain in a new tab:</span>${content}</a
  >`;
}

/** @param address of its file: `blob:` */
export function handOverOf({ record, head: { settings }, methods: [first] }: ShownRecord, address: string): HandOver {
  const { methods, layer, source, size, refine } = settings;
  const name = (record.path ?? record.id).split('/').at(-1) ?? record.id;
  const explained = source === 'true' ? record.class : 'predicted';
  return {
    ...{ address, name, truths: record.boxes ?? [], methods, layer, size },
    ...{ class: explained, convention: first?.convention ?? 'paper' },
    ...(refine === undefined ? {} : { refine }),
  };
}
