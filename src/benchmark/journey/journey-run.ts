/** One journey: from the bytes of a photo to boxes and a painting, as a whole or step by step. */
import { closePicture, decodePicture } from '../../pipeline/picture/decode.ts';
import { explainPictures, type Explaining } from '../../pipeline/recipe/explain.ts';
import type { Size } from '../../pipeline/types.ts';
import type { StageName } from '../../pipeline/engine/stage-names.ts';
import { outputOf, type JourneyOutput } from './journey-output.ts';
import type { Laps } from './laps.ts';
import type { JourneyMachine } from './open-journey.ts';
import { journeySteps, steppedEngine } from './stepped-engine.ts';

export interface JourneyRun {
  readonly picture: Size;
  /** What it arrived at. */
  output(): Promise<JourneyOutput>;
  end(): void;
}

/** Milliseconds by step, and of their parts. */
export interface SteppedTimes {
  readonly sumMs: number;
  readonly steps: ReadonlyMap<string, number>;
  readonly parts: readonly PartTime[];
}

export interface PartTime {
  readonly step: string;
  readonly part: string;
  readonly timeMs: number;
}

/** As users make it: nothing is timed between its beginning and its end. */
export async function runWhole(machine: JourneyMachine, file: Blob): Promise<JourneyRun & { readonly tookMs: number }> {
  const begunMs = performance.now();
  const run = await travel(machine, file);
  await machine.finished?.();
  return { ...run, tookMs: performance.now() - begunMs };
}

/** Step by step: on a GPU, each step waits until the device has finished. */
export async function runBySteps(
  machine: JourneyMachine,
  file: Blob,
  laps: Laps,
): Promise<JourneyRun & { readonly times: SteppedTimes }> {
  const { engine, painted } = steppedEngine(machine.machine.engine, laps, machine.finished);
  const run = await travel(machine, file, { engine, laps });
  const { network: networkMs = 0, ...others } = run.explaining.timings;
  const stages = Object.entries(others).filter(([name]) => name !== 'total');
  laps.divide(journeySteps.networkAndMaps, journeySteps.network, networkMs, journeySteps.maps);
  const steps = laps.timesMs;
  const parts = [
    ...stages.map(([part, timeMs]) => ({
      step: stepOf[part as StageName] ?? journeySteps.maps,
      part,
      timeMs,
    })),
    ...[...painted].map(([part, timeMs]) => ({ step: journeySteps.paint, part, timeMs })),
  ];
  return { ...run, times: { sumMs: laps.sumMs, steps, parts: withRests(steps, parts) } };
}

/** Stages that do not make maps. */
const stepOf: Readonly<Partial<Record<StageName, string>>> = {
  preprocess: journeySteps.preprocess,
  threshold: journeySteps.boxes,
  components: journeySteps.boxes,
  boxes: journeySteps.boxes,
};

/** What a step of stages does beside them: recording, submitting, waiting, reading back. */
export const restPart = 'the rest';

export function withRests(steps: ReadonlyMap<string, number>, parts: readonly PartTime[]): readonly PartTime[] {
  return [...steps].flatMap(([step, timeMs]) => {
    const own = parts.filter((part) => part.step === step);
    if (own.length === 0) return [];
    const rest = own.reduce((left, part) => left - part.timeMs, timeMs);
    return [...own, { step, part: restPart, timeMs: Math.max(0, rest) }];
  });
}

interface Stepped {
  readonly engine: ReturnType<typeof steppedEngine>['engine'];
  readonly laps: Laps;
}

async function travel(
  { instruments, choice }: JourneyMachine,
  file: Blob,
  stepped?: Stepped,
): Promise<JourneyRun & { readonly explaining: Explaining }> {
  const picture = await decodePicture(file, 'the photo');
  stepped?.laps.end(journeySteps.decode);
  const timed = stepped !== undefined;
  const explaining = await explainPictures(instruments(stepped?.engine), [picture], { ...choice, timed });
  const [{ method, layer } = { method: '', layer: '' }] = explaining.results[0]?.explanations ?? [];
  const look = { method, layer, show: 'blend', colourMap: 'viridis', opacity: 0.5 } as const;
  const { width, height } = picture;
  stepped?.laps.skip();
  const painting = await explaining.explained.paintBitmap({ width, height }, look);
  return {
    ...{ explaining, picture: { width, height } },
    output: () => outputOf(explaining, painting),
    end: () => {
      painting.close();
      explaining.explained.destroy();
      closePicture(picture);
    },
  };
}
