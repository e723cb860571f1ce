/** The worker behind `createLens`: holds the explainer and the pictures that are open. */
import { expose, transfer } from 'comlink';
import { CamLensError } from '../errors.ts';
import { closePicture, decodePicture } from './decode.ts';
import type { Explained } from './explained.ts';
import { Explainer } from './explainer.ts';
import { lensInfo } from './lens-info.ts';
import { answer, type Answer, type LensWorker } from './protocol.ts';
import type { Picture } from './types.ts';

interface OpenPicture {
  readonly picture: Picture;
  explained?: Explained;
}

let explainer: Explainer | undefined;
const open = new Map<number, OpenPicture>();
let lastId = 0;
/** Explanations asked for and not made yet, by ticket. */
const underWay = new Map<number, AbortController>();

/** Calls are answered in order, one at a time: two network runs must never overlap. */
let last: Promise<unknown> = Promise.resolve();
function inTurn<T>(work: () => T | Promise<T>): Promise<Answer<T>> {
  const turn = last.then(() => answer(work));
  last = turn;
  return turn;
}

function ready(): Explainer {
  if (explainer === undefined) throw new CamLensError('internal', 'The lens was used before it was started.');
  return explainer;
}

function opened(id: number): OpenPicture {
  const found = open.get(id);
  if (found === undefined) throw new CamLensError('internal', `Picture ${id} is not open.`);
  return found;
}

function explainedOf(id: number): Explained {
  const { explained, picture } = opened(id);
  if (explained === undefined) throw new CamLensError('internal', `${picture.name} is not explained yet.`);
  return explained;
}

const lensWorker: LensWorker = {
  start: (options, onProgress) =>
    inTurn(async () => {
      explainer = await Explainer.create({ ...options, onProgress });
      return lensInfo(explainer);
    }),

  open: (file, name) =>
    inTurn(async () => {
      const picture = await decodePicture(file, name);
      const id = ++lastId;
      open.set(id, { picture });
      return { id, width: picture.width, height: picture.height };
    }),

  explain: (id, choice, onProgress, ticket) => {
    const stopping = new AbortController();
    underWay.set(ticket, stopping);
    return inTurn(async () => {
      const entry = opened(id);
      const { explained, results, timings } = await ready().explain([entry.picture], choice, {
        signal: stopping.signal,
        ...(onProgress === null ? {} : { onProgress }),
      });
      entry.explained?.destroy();
      entry.explained = explained;
      const result = results[0];
      if (result === undefined) throw new CamLensError('internal', `${entry.picture.name} gave no result.`);
      return { ...result, timings };
    }).finally(() => underWay.delete(ticket));
  },

  stop: (ticket) => underWay.get(ticket)?.abort(),

  locate: (id, threshold) => inTurn(async () => (await explainedOf(id).locate(threshold))[0]?.explanations ?? []),

  paint: (id, { width, height, ...choice }) =>
    inTurn(async () => {
      const canvas = new OffscreenCanvas(width, height);
      await explainedOf(id).paint(canvas, choice);
      return canvas.transferToImageBitmap();
    }).then((painted) => (painted.ok ? transfer(painted, [painted.value]) : painted)),

  close: (id) =>
    inTurn(() => {
      const entry = opened(id);
      open.delete(id);
      entry.explained?.destroy();
      closePicture(entry.picture);
    }),
};

expose(lensWorker);
