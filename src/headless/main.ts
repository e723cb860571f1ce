/** The page that the command drives: no interface, one object on `window`. No call of it rejects. */
import { CamLensError } from '../errors.ts';
import { closePicture, decodePicture } from '../pipeline/decode.ts';
import { createExplainer, type Explainer } from '../pipeline/explainer.ts';
import { lensInfo } from '../pipeline/lens-info.ts';
import { methodNamed } from '../pipeline/methods/index.ts';
import type { LensInfo } from '../pipeline/lens.ts';
import { answer, type Answer } from '../pipeline/protocol.ts';
import { readTarget } from '../pipeline/read-target.ts';
import type { BackendChoice, ClassScore, Explanation } from '../pipeline/types.ts';
import { renderPngs } from './render.ts';

export interface HeadlessOptions {
  readonly backend: BackendChoice;
  /** URL of the model's description. */
  readonly model?: string;
  /** The layers that can be explained; the model's default layer alone unless said. */
  readonly layers?: readonly string[];
  /** Side of the network's input in pixels; the model's own unless said. */
  readonly size?: number;
  /** What pictures will be asked for, where it is known: refused before any picture is touched. */
  readonly methods?: readonly string[];
  readonly class?: string;
}

export interface HeadlessPicture {
  readonly url: string;
  readonly name: string;
}

export interface HeadlessChoice {
  readonly methods: readonly string[];
  readonly layers: readonly string[];
  /** As `readTarget` takes it. */
  readonly class: string;
  readonly threshold: number;
  /** Where the PNGs are to be sent, as `<output>/<method>.<layer>.<rendering>.png`; none are made without it. */
  readonly output?: string;
}

/** One element of the command's `results`, but for the picture's path. */
export interface HeadlessResult {
  readonly width: number;
  readonly height: number;
  readonly classes: readonly ClassScore[];
  readonly explanations: readonly Explanation[];
  readonly timings: Readonly<Record<string, number>>;
}

export interface Headless {
  /** Loads the model and prepares the machine. */
  start(options: HeadlessOptions): Promise<Answer<LensInfo>>;
  explain(picture: HeadlessPicture, choice: HeadlessChoice): Promise<Answer<HeadlessResult>>;
}

declare global {
  interface Window {
    camLens: Headless;
    /** Set by the command. */
    camLensProgress?: (message: string) => void;
  }
}

let explainer: Explainer | undefined;

window.camLens = {
  start: (options) =>
    answer(async () => {
      const { methods = [], class: name = 'predicted', ...machine } = options;
      methods.forEach(methodNamed);
      explainer = await createExplainer({
        ...machine,
        onProgress: ({ message }) => window.camLensProgress?.(message),
      });
      explainer.check(methods, options.layers ?? [explainer.model.defaultLayer]);
      readTarget(name, explainer.classes);
      return lensInfo(explainer);
    }),

  explain: ({ url, name }, choice) =>
    answer(async () => {
      if (explainer === undefined) throw new CamLensError('internal', 'The page was not started.');
      explainer.check(choice.methods, choice.layers);
      const target = readTarget(choice.class, explainer.classes);
      const decodeMs = performance.now();
      const picture = await decodePicture(await (await fetch(url)).blob(), name);
      const decode = performance.now() - decodeMs;
      try {
        const { explained, results, timings } = await explainer.explain(
          [picture],
          { ...choice, class: target, timed: true },
          { onProgress: ({ message }) => window.camLensProgress?.(message) },
        );
        try {
          const [result] = results;
          if (result === undefined) throw new CamLensError('internal', `${name} gave no result.`);
          for (const explanation of choice.output === undefined ? [] : result.explanations) {
            const prefix = `${choice.output}/${explanation.method}.${explanation.layer}`;
            for await (const { name: rendering, png } of renderPngs(explained, explanation, picture)) {
              await send(`${prefix}.${rendering}.png`, png);
            }
          }
          return { width: picture.width, height: picture.height, ...result, timings: { decode, ...timings } };
        } finally {
          explained.destroy();
        }
      } finally {
        closePicture(picture);
      }
    }),
};

async function send(url: string, body: Blob): Promise<void> {
  const response = await fetch(url, { method: 'POST', body });
  if (!response.ok) throw new CamLensError('internal', `${url} could not be stored (HTTP ${response.status}).`);
}
