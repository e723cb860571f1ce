/**
 * The whole of `evaluate` and `merge` in this process, with a page that is played: it measures made-up pictures. The file that uses it mocks cli/headless.ts with `playedHeadless`.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EvaluationResult } from '../../cli/evaluation-result.ts';
import type { SessionOptions } from '../../cli/session.ts';
import { writeRecord } from '../../src/evaluation/record-lines.ts';
import { formats, type AnnotationFormat } from '../../src/datasets/formats.ts';
import type { PictureRecord } from '../../src/evaluation/record.ts';
import type { RunInfo, EvaluationRequest, RunStart } from '../../src/headless/evaluation-calls.ts';
import { normalizations } from '../../src/pipeline/model/normalizations.ts';
import { readShard } from '../../src/runs/shard.ts';
import { explanation, picture, withoutBoxes } from '../evaluation/records.ts';

export interface Play {
  /** Ids of the pictures of the data set. */
  pictures: string[];
  /** Of the annotations, as the page finds it; boxes are part of the records unless it has none. */
  format: AnnotationFormat | undefined;
  /** Of the model. */
  classes: readonly string[];
  /** What else the record of a picture has. */
  more: (id: string) => Partial<PictureRecord>;
  /** Told before each record. */
  onPicture: (id: string) => void | Promise<void>;
  /** Ids that pages were told are done, for each start. */
  readonly starts: string[][];
  /** Sessions that were opened. */
  opened: number;
}

export const classes = ['ant', 'bee', 'cat', 'dog', 'eel'];

export const play: Play = {
  ...{ format: undefined, classes, more: () => ({}) },
  ...{ pictures: [], onPicture: () => undefined, starts: [], opened: 0 },
};

/** A record that depends on the picture's name alone. */
export function recordOf(id: string, thresholds: readonly number[]): PictureRecord {
  const seed = Buffer.from(id).reduce((sum, byte) => sum + byte, 0);
  const ious = thresholds.map((threshold) => Math.abs(Math.sin(seed * (1 + threshold))));
  const kind = seed % classes.length;
  const explained = explanation(ious, { energy: (seed % 10) / 10, pointing: seed % 2 === 0 });
  return picture(id, [], {
    ...{ path: `${id}.png`, class: kind, predicted: kind, rank: 1 },
    explanations: { cam: { last: { true: explained } } },
  });
}

/** As the format allows. */
function playedRecord(id: string, thresholds: readonly number[]): PictureRecord {
  const record = { ...recordOf(id, thresholds), ...play.more(id) };
  return play.format === undefined || formats[play.format].hasBoxes ? record : withoutBoxes(record);
}

interface PlayedSession {
  readonly alive: boolean;
  call(name: string, request: unknown): Promise<unknown>;
  close(): Promise<void>;
}

function openPlayed({ onNews = () => undefined }: SessionOptions): PlayedSession {
  play.opened++;
  return {
    alive: true,
    close: () => Promise.resolve(),
    call: async (name, request) => {
      if (name === 'startRun') return startRun(request as RunStart);
      const { done, choice, limit = Infinity } = request as EvaluationRequest;
      play.starts.push([...done]);
      if (play.format !== undefined) await onNews({ about: 'format', format: play.format });
      const left = play.pictures.filter((id) => !done.includes(id)).slice(0, limit);
      void onNews({ about: 'total', pictures: left.length, isExact: true });
      for (const id of left) {
        await play.onPicture(id);
        // Told when a picture is looked at, and never again once it has its record.
        void onNews({
          about: 'problem',
          problem: { id, code: 'box-clipped', message: `A box of ${id}.` },
          isNote: true,
        });
        void onNews({ about: 'record', id, line: writeRecord(playedRecord(id, choice.thresholds)) });
        // As a message to another process is.
        await Promise.resolve();
      }
      return { withoutPicture: [] };
    },
  };
}

function startRun({ shard, model }: RunStart): RunInfo {
  const { normalization = 'torch', output = 'logits' } = model ?? {};
  return {
    backend: { network: 'wasm', stages: 'cpu', adapter: 'none' },
    model: { name: 'played', size: 32, normalization: normalizations[normalization], output, assumed: [] },
    ...{ assumptions: [], layers: ['last'], classes: play.classes, workers: 1, browser: 'played 1' },
    ...(shard === undefined ? {} : { shard: readShard(shard) }),
  };
}

/** In place of cli/headless.ts. */
export const playedHeadless = {
  hardwareOrNone: {},
  startOnBestAdapter: async (
    options: SessionOptions,
    _: string,
    start: (session: PlayedSession) => Promise<unknown>,
  ): Promise<unknown> => {
    const session = openPlayed(options);
    return { session, info: await start(session) };
  },
  askPage: (_: SessionOptions, name: string): Promise<never> =>
    Promise.reject(new Error(`The played page knows no ${name}.`)),
};

export interface Ended {
  readonly code: number;
  readonly printed: string;
  readonly told: string;
}

/** A folder of its own with what `evaluate` asks for. */
export class PlayedFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'cam-lens-played-'));

  constructor() {
    for (const name of ['images', 'annotations']) {
      mkdirSync(this.at(name));
      writeFileSync(this.at(`${name}/one`), 'one');
    }
    writeFileSync(this.at('net.onnx'), 'net');
  }

  at(name: string): string {
    return join(this.path, name);
  }

  words(out: string, ...more: readonly string[]): string[] {
    const places = ['--images', this.at('images'), '--annotations', this.at('annotations')];
    const asked = ['--model', this.at('net.onnx'), '--methods', 'cam', '--thresholds', '0.15,0.5'];
    return ['evaluate', ...places, ...asked, '--out', this.at(out), ...more];
  }

  evaluate(out: string, ...more: readonly string[]): Promise<Ended> {
    return run(this.words(out, ...more));
  }

  text(name: string): string {
    return readFileSync(this.at(name), 'utf8');
  }

  store(name: string, text: string): void {
    writeFileSync(this.at(name), text);
  }

  result(name: string): EvaluationResult {
    return JSON.parse(this.text(name)) as EvaluationResult;
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

export async function run(words: readonly string[], interrupted?: AbortSignal): Promise<Ended> {
  let [printed, told] = ['', ''];
  // Not before cli/headless.ts is mocked, for which this file is read.
  const { main } = await import('../../cli/main.ts');
  const code = await main(words, {
    print: (text) => (printed += text),
    tell: (line) => (told += `${line}\n`),
    ...(interrupted === undefined ? {} : { interrupted }),
  });
  return { code, printed, told };
}

/** All that does not depend on when the pictures were measured. */
export function timeless(result: EvaluationResult): object {
  return { ...result, timings: undefined };
}
