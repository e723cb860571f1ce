/** What the page says about its state, in sentences. */
import { bestIou } from '../evaluation/iou.ts';
import type { Explanation } from '../pipeline/types.ts';
import type { LensController } from './lens-controller.ts';
import { percent, rawValue } from './words.ts';

export interface StateInWords {
  /** The explanation that is shown. */
  readonly explanation?: Explanation | undefined;
  /** Index of the class that is explained, or being explained. */
  readonly target?: number | undefined;
  /** One line: what is being done, or what was found. */
  readonly summary: string;
  readonly words: {
    readonly original: string;
    readonly heatmap: string;
    readonly blend: string;
    /** What the heatmap is of. */
    readonly subject: string;
    /** In place of a heatmap that is not there yet. */
    readonly waiting: string;
    /** Why a heatmap shows nothing; empty where it does. */
    readonly empty: string;
  };
}

type State = Pick<LensController, 'picture' | 'settings' | 'lens' | 'selected' | 'explaining' | 'failure'>;

export function describeState({ picture, settings, lens, selected, explaining, failure }: State): StateInWords {
  const name = picture?.source.name ?? '';
  const explained = picture?.explained;
  const explanation = explained?.explanations.find(
    ({ method, layer }) => method === settings.method && layer === settings.layer,
  );
  const target = settings.class === 'predicted' ? explained?.classes[0]?.index : settings.class;
  const title = lens?.info.methods.find((method) => method.name === settings.method)?.title ?? settings.method;
  const about = explanation === undefined ? '' : `${title} for “${explanation.class.name}”`;
  const words = {
    original: name === '' ? 'No picture yet' : `The picture ${name}`,
    heatmap: about === '' ? 'No heatmap yet' : `Heatmap of ${name}, ${about}`,
    blend: about === '' ? 'No blend yet' : `${name} under the heatmap of ${about}`,
    subject: explanation === undefined ? '' : `${title}, ${explanation.class.name}`,
    waiting: waiting(lens !== undefined, selected !== undefined, failure !== undefined),
    empty: explanation?.empty === true ? emptyWords(explanation) : '',
  };
  const summary = explaining ? `Explaining ${name} …` : found(explanation, title, picture);
  return { explanation, target, summary, words };
}

function waiting(loaded: boolean, chosen: boolean, failed: boolean): string {
  if (failed) return 'The network is not running';
  if (!chosen) return 'Choose a picture';
  return loaded ? 'Explaining …' : 'Waiting for the network';
}

function emptyWords({ class: { name }, minimum }: Explanation): string {
  return `Nothing stands out: the map for “${name}” is ${rawValue(minimum)} everywhere, so there is no heatmap to scale and no box.`;
}

function found(explanation: Explanation | undefined, title: string, picture: LensController['picture']): string {
  const [first] = picture?.explained?.classes ?? [];
  if (first === undefined || explanation === undefined) return '';
  const seen = `The network sees ${first.name} (${percent(first.probability)}).`;
  const other = explanation.class.index === first.index ? '' : ` Explained here: ${explanation.class.name}.`;
  const overlap = bestIou(explanation.box, picture?.source.truths ?? []);
  const fit = overlap === undefined ? '' : ` The ${title} box meets the true box with IoU ${overlap.toFixed(3)}.`;
  return `${seen}${other}${explanation.box === null ? ` ${title} finds no box.` : fit}`;
}
