/** A picture's result as text. */
import { comparedSummary } from './debug-options.ts';
import { toldError } from './told-error.ts';
import { visible } from '../src/visible.ts';
import type { ErrorCode } from '../src/errors.ts';
import type { HeadlessResult } from '../src/headless/calls.ts';
import type { Box } from '../src/pipeline/types.ts';
import type { Explanation } from '../src/pipeline/recipe/explanation.ts';

/** One element of `results` in the command's JSON. */
export type ExplainedInput = { readonly image: string } & (
  HeadlessResult | { readonly error: { readonly code: ErrorCode; readonly message: string } }
);

export function explainSummary(result: ExplainedInput): string {
  if ('error' in result) return `${visible(result.image)}\n  failed: ${toldError(result.error)}\n`;
  const { image, width, height, classes, explanations, bisect } = result;
  const ranked = classes.map(({ name, probability }) => `${visible(name)} ${percent(probability)}`);
  const rows = explanations.map((explanation) => `  ${explained(explanation, width * height)}`);
  if (bisect !== undefined) rows.push(`  ${comparedSummary(bisect)}`);
  return `${visible(image)} (${String(width)} × ${String(height)})\n  ${ranked.join(', ')}\n${rows.join('\n')}\n`;
}

function explained(
  { method, layer, refined, class: target, empty, box, boxes, threshold }: Explanation,
  pixels: number,
): string {
  const by = refined === undefined ? '' : `, refined (${refined.name}) by ${refined.layers.join(' and ')},`;
  const head = visible(`${method} at ${layer}${by} for ${target.name}:`);
  if (empty) return `${head} the map is constant, so there is no box`;
  if (box === null) return `${head} no value reaches the threshold ${String(threshold)}, so there is no box`;
  const others = boxes.length - 1;
  const rest = others === 0 ? '' : `, ${String(others)} smaller ${others === 1 ? 'region' : 'regions'}`;
  return `${head} box [${box.join(', ')}], ${percent(areaOf(box) / pixels)} of the picture, threshold ${String(threshold)}${rest}`;
}

function areaOf([x0, y0, x1, y1]: Box): number {
  return (x1 - x0) * (y1 - y0);
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
