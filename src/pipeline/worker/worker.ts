/** The worker behind `createLens`: holds the explainer and the open pictures. */
import { CamLensError } from '../../errors.ts';
import { checkBitmapSize, checkIsChoice, checkPainting } from '../recipe/check-choice.ts';
import { decodePicture, pictureFromBitmap } from '../picture/decode.ts';
import { Explainer } from '../api/explainer.ts';
import { lensInfo } from '../api/lens-info.ts';
import type { LoadProgress } from '../load-progress.ts';
import { summarizeModel } from '../model/model-files.ts';
import { loadOffer } from '../api/model-offer.ts';
import { nextTask } from '../next-task.ts';
import { OpenPicture } from '../api/open-picture.ts';
import { Turns } from '../../turns.ts';
import type { LensTold, LensWorker } from './protocol.ts';
import { tell } from '../pulse.ts';
import { serve } from './serve.ts';

let explainer: Explainer | undefined;
const open = new Map<number, OpenPicture>();
let lastId = 0;
/** Explanations that are queued or running, by ticket. */
const underWay = new Map<number, AbortController>();

/** Calls are answered in order, one at a time: two network runs must never overlap. */
const turns = new Turns();

/** Calls for existing results, requested while an explanation runs that may take minutes. */
let looks: (() => Promise<void>)[] | undefined;

/** In order, or between two runs of the network. */
function soon<T>(work: () => Promise<T>): Promise<T> {
  if (looks === undefined) return turns.take(work);
  const waiting = looks;
  return new Promise((resolve, reject) => waiting.push(() => work().then(resolve, reject)));
}

async function look(asked: (() => Promise<void>)[]): Promise<void> {
  for (const work of asked.splice(0)) await work();
}

function ready(): Explainer {
  if (explainer === undefined) throw new CamLensError('internal', 'The lens was used before it was started.');
  return explainer;
}

function opened(id: number): OpenPicture {
  const found = open.get(id);
  if (found !== undefined) return found;
  if (id >= 1 && id <= lastId) throw new CamLensError('ended', `Picture ${id} was closed; open it again.`);
  throw new CamLensError('bad-option', `There is no picture ${id}; use an id returned by open.`);
}

function tellLoading(progress: LoadProgress): void {
  tell({ about: 'loading', progress } satisfies LensTold);
}

const lensWorker: LensWorker = {
  describe: (model) => turns.take(() => summarizeModel(model)),

  loadOffer: (model, size) => turns.take(() => loadOffer(model, size ?? undefined, tellLoading)),

  start: (options) =>
    turns.take(async () => {
      explainer = await Explainer.create({ ...options, onProgress: tellLoading });
      return lensInfo(explainer);
    }),

  open: (file, name) =>
    turns.take(async () => {
      const picture = await (file instanceof Blob ? decodePicture(file, name) : pictureFromBitmap(file, name));
      const id = ++lastId;
      open.set(id, new OpenPicture(picture));
      return { id, width: picture.width, height: picture.height };
    }),

  explain: (id, choice, ticket, isFollowed) => {
    const stopping = new AbortController();
    underWay.set(ticket, stopping);
    return turns
      .take(async () => {
        checkIsChoice(choice, 'explain');
        const entry = opened(id);
        const asked = (looks = []);
        const explaining = await ready()
          .explain([entry.picture], choice, {
            signal: stopping.signal,
            between: async () => {
              // Messages that arrived while the network blocked this thread are handled in a separate task.
              await nextTask();
              await look(asked);
            },
            ...(isFollowed
              ? { onProgress: (progress) => tell({ about: 'explaining', ticket, progress } satisfies LensTold) }
              : {}),
          })
          .finally(() => {
            looks = undefined;
            return look(asked);
          });
        entry.add(explaining, choice.keep === true, () => ready().explain([entry.picture], choice));
        const { explanations } = entry;
        return { classes: explaining.results[0]?.classes ?? [], explanations, timings: explaining.timings };
      })
      .finally(() => underWay.delete(ticket));
  },

  stop: (ticket) => underWay.get(ticket)?.abort(),

  locate: (id, threshold) => soon(() => ready().recovering(() => opened(id).locate(threshold))),

  paint: (id, painting) =>
    soon(() => {
      checkPainting(painting);
      const { width, height, ...choice } = painting;
      checkBitmapSize(width, height);
      return ready().recovering(() => opened(id).paint({ width, height }, choice));
    }),

  close: (id) =>
    turns.take(() => {
      const entry = opened(id);
      open.delete(id);
      entry.close();
    }),
};

serve(lensWorker);
