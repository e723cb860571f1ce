/** Explains one picture, and sends its renderings to the command. */
import { CamLensError } from '../errors.ts';
import { closePicture, decodePicture } from '../pipeline/picture/decode.ts';
import type { BatchChoice } from '../pipeline/recipe/explain.ts';
import type { Explained } from '../pipeline/recipe/explained.ts';
import type { Explainer } from '../pipeline/api/explainer.ts';
import { readTarget } from '../pipeline/recipe/read-target.ts';
import type { Picture } from '../pipeline/types.ts';
import type { Explanation } from '../pipeline/recipe/explanation.ts';
import type { HeadlessChoice, HeadlessPicture, HeadlessResult } from './calls.ts';
import { takeCompared } from './comparing.ts';
import { fileNames } from './file-names.ts';
import { tellProgress } from './progress.ts';
import { renderPngs } from './render.ts';
import { send } from './send.ts';
import { startedExplainer } from './start.ts';
import { renderStrip } from './strip.ts';

export async function explain({ url, name }: HeadlessPicture, choice: HeadlessChoice): Promise<HeadlessResult> {
  const explainer = startedExplainer();
  // Discards those of a picture that failed.
  takeCompared();
  explainer.check(choice.methods, choice.layers);
  const target = readTarget(choice.class, explainer.classes);
  const decodeMs = performance.now();
  const picture = await decodePicture(await (await fetch(url)).blob(), name);
  const decode = performance.now() - decodeMs;
  try {
    // Results and renderings together: if the GPU fails in between, both are repeated.
    const explained = await explainer.recovering(() =>
      explainAndSend(explainer, picture, { ...choice, class: target }),
    );
    const bisect = takeCompared();
    return { ...explained, timings: { decode, ...explained.timings }, ...(bisect === undefined ? {} : { bisect }) };
  } finally {
    closePicture(picture);
  }
}

async function explainAndSend(
  explainer: Explainer,
  picture: Picture,
  choice: Omit<HeadlessChoice, 'class'> & Pick<BatchChoice, 'class'>,
): Promise<HeadlessResult> {
  const watch = { onProgress: tellProgress };
  const { explained, results, timings } = await explainer.explain([picture], { ...choice, timed: true }, watch);
  try {
    const [result] = results;
    if (result === undefined) throw new CamLensError('internal', `${picture.name} gave no result.`);
    if (choice.output !== undefined) await sendPngs(choice.output, explained, result.explanations, picture);
    return { width: picture.width, height: picture.height, ...result, timings };
  } finally {
    explained.destroy();
  }
}

/** Three for each explanation, and one more for each method at several layers. */
async function sendPngs(
  output: string,
  explained: Explained,
  explanations: readonly Explanation[],
  picture: Picture,
): Promise<void> {
  const layerNames = fileNames([...new Set(explanations.map(({ layer }) => layer))]);
  for (const explanation of explanations) {
    const prefix = `${output}/${explanation.method}.${layerNames.get(explanation.layer) ?? ''}`;
    for await (const { name, png } of renderPngs(explained, explanation, picture)) {
      await send(`${prefix}.${name}.png`, png);
    }
  }
  for (const method of new Set(explanations.map((explanation) => explanation.method))) {
    const layers = explanations.filter((explanation) => explanation.method === method).map(({ layer }) => layer);
    if (layers.length < 2) continue;
    await send(`${output}/${method}.strip.png`, await renderStrip(explained, { method, layers }, picture));
  }
}
