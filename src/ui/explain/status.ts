/** The page's status messages. */
import { bestIou } from '../../evaluation/iou.ts';
import type { MethodInfo } from '../../pipeline/api/lens.ts';
import type { Explanation } from '../../pipeline/recipe/explanation.ts';
import type { LensState, Work } from './lens-state.ts';
import { shownExplanations, type ShownPicture } from './shown-picture.ts';
import { classInWords } from './target-words.ts';
import { layerOf } from '../shared/layer-of.ts';
import { percent, rawValue, timeLeft } from '../shared/words.ts';

export interface StateInWords {
  /** The explanation that is shown. */
  readonly explanation?: Explanation | undefined;
  /** The current method. */
  readonly method?: MethodInfo | undefined;
  /** One line: the current activity, or the result. */
  readonly summary: string;
  readonly words: {
    readonly original: string;
    readonly heatmap: string;
    readonly blend: string;
    /** What the heatmap explains. */
    readonly subject: string;
    /** Shown instead of a heatmap that is not ready yet. */
    readonly waiting: string;
    /** Why a heatmap shows nothing; empty otherwise. */
    readonly empty: string;
  };
}

type State = Pick<LensState, 'picture' | 'settings' | 'lens' | 'selected' | 'work' | 'failure'>;

export function describeState(state: State): StateInWords {
  const { picture, settings, lens, work } = state;
  const name = picture?.source.name ?? '';
  const method = lens?.info.methods.find((one) => one.name === settings.method);
  const at = layerOf(method, settings.layer);
  const explanation = shownExplanations(picture, settings.convention).find(
    (one) => one.method === settings.method && one.layer === at,
  );
  const title = method?.title ?? settings.method;
  const subject = explanation === undefined ? '' : classInWords(explanation.class, lens?.info.classes ?? []);
  const about = explanation === undefined ? '' : `${title} for “${subject}”`;
  const words = {
    original: name === '' ? 'No picture yet' : `The picture ${name}`,
    heatmap: about === '' ? 'No heatmap yet' : `Heatmap of ${name}, ${about}`,
    blend: about === '' ? 'No blend yet' : `${name} under the heatmap of ${about}`,
    subject: about === '' ? '' : `${title}, ${subject}`,
    waiting: waiting(state),
    empty: explanation?.empty === true ? emptyWords(explanation, subject) : '',
  };
  const summary = work === undefined ? found(explanation, title, subject, picture) : doing(work, name);
  return { explanation, method, summary, words };
}

/** The current activity, and the time left, once a part of it is done. */
function doing({ message, fraction = 0, sinceMs }: Work, name: string): string {
  if (message === '') return `Explaining ${name} …`;
  if (sinceMs === undefined || fraction < 0.02) return message;
  return `${message}, ${timeLeft(((performance.now() - sinceMs) * (1 - fraction)) / fraction)}`;
}

function waiting({ lens, selected, failure, work }: State): string {
  if (failure !== undefined) return 'The network is not running';
  if (selected === undefined) return 'Choose a picture';
  if (lens === undefined) return 'Waiting for the network';
  return work === undefined ? 'Not explained' : 'Explaining …';
}

function emptyWords({ minimum }: Explanation, subject: string): string {
  return `Nothing stands out: the map for “${subject}” is ${rawValue(minimum)} everywhere, so there is no heatmap to scale and no box.`;
}

function found(
  explanation: Explanation | undefined,
  title: string,
  subject: string,
  picture: ShownPicture | undefined,
): string {
  const [first] = picture?.explained?.classes ?? [];
  if (first === undefined || explanation === undefined) return '';
  const seen = `The network predicts ${first.name} (${percent(first.probability)}).`;
  const isFirst = explanation.class.weights === undefined && explanation.class.index === first.index;
  const other = isFirst ? '' : ` Explained here: ${subject}.`;
  const overlap = bestIou(explanation.box, picture?.source.truths ?? []);
  const fit = overlap === undefined ? '' : ` The ${title} box overlaps the true box with IoU ${overlap.toFixed(3)}.`;
  return `${seen}${other}${explanation.box === null ? ` ${title} finds no box.` : fit}`;
}
