/** For finding a wrong shader: the options that say where stages run, and what is found, in words. */
import { CamLensError } from '../src/errors.ts';
// Types alone: the page itself is reached through Chromium only.
import type { AskedDebug, Compared } from '../src/headless/comparing.ts';
import { flag, text } from './parse-options.ts';

export const debugOptions = {
  'cpu-before': text(
    'STAGE',
    'for finding a wrong shader: stages before it run in TypeScript, the rest on the GPU',
    undefined,
  ),
  'gpu-before': text(
    'STAGE',
    'the other way round: stages before it run on the GPU, the rest in TypeScript',
    undefined,
  ),
  bisect: flag('run every stage on the GPU and in TypeScript, and name the first whose results differ'),
} as const;

interface Asked {
  readonly 'cpu-before': string | undefined;
  readonly 'gpu-before': string | undefined;
  readonly bisect: boolean;
}

/** @throws CamLensError `bad-option` where more than one is asked for */
export function debugOf({ 'cpu-before': cpuBefore, 'gpu-before': gpuBefore, bisect }: Asked): { debug?: AskedDebug } {
  const asked: AskedDebug[] = [
    ...(bisect ? ['compare' as const] : []),
    ...(cpuBefore === undefined ? [] : [{ cpuBefore }]),
    ...(gpuBefore === undefined ? [] : [{ gpuBefore }]),
  ];
  const [debug, ...more] = asked;
  if (more.length > 0) {
    throw new CamLensError('bad-option', 'Of --bisect, --cpu-before and --gpu-before only one can be given.');
  }
  return debug === undefined ? {} : { debug };
}

/** One sentence. */
export function comparedSummary({ stages, first }: Compared): string {
  if (first === null) return `bisect: all ${stages} runs of stages agree with the reference`;
  const { stage, what, dims, index, gpu, cpu, tolerance, off, values } = first;
  const place = `${what}, [${dims.join(', ')}]`;
  const worst = `at [${index.join(', ')}] the GPU has ${gpu}, the reference ${cpu}, tolerance ${tolerance.toPrecision(3)}`;
  return `bisect: the first stage that differs is ${stage} (${place}): worst ${worst}; ${off} of ${values} values are off`;
}
