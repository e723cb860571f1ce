/** Finds the model of a command and serves it to the page, with the files beside it. */
import { closeSync, existsSync, openSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { CamLensError, describeError } from '../src/errors.ts';
import type { HeadlessModel } from '../src/headless/model.ts';
import type { NormalizationName } from '../src/pipeline/model/normalizations.ts';
import type { Answer } from '../src/pipeline/worker/answer.ts';
import { fileBelow } from './offered-file.ts';
import { projectRoot } from './project-root.ts';
import type { RunningServer } from './server.ts';
import { readJson, readText } from './text-file.ts';

const builtIn = join(projectRoot, 'models', 'resnet50.onnx');

/** The model options of the command line. */
export interface ModelWish {
  /** Path of the `.onnx`. Default: the built-in model. */
  readonly model?: string | undefined;
  /** Width and height of its input in pixels. */
  readonly size?: number | undefined;
  /** Largest distance between adjacent positions of a map, in pixels of the input. */
  readonly stride?: number | undefined;
  readonly normalization?: NormalizationName | undefined;
  /** Name of the output whose classes are explained. */
  readonly output?: string | undefined;
  /** A file with class names. */
  readonly classes?: string | undefined;
}

export interface ChosenModel {
  /** The model as described to the page. */
  readonly model: HeadlessModel;
  /** Every file that has been served to the page so far. */
  readonly files: ReadonlySet<string>;
  /** The URL of a file beside the model, by its name in the model or its description. */
  readonly fileBeside: (name: string) => Answer<string>;
}

type Server = Pick<RunningServer, 'addModel'>;

interface Checked {
  readonly file: string;
  readonly descriptionFile: string;
  /** The parsed JSON beside the model. */
  readonly json: unknown;
}

/**
 * Checks the files as far as possible before a browser is started.
 * @throws CamLensError `model-missing`, `model-damaged`, `bad-option`
 */
export function checkModel({ model, classes }: ModelWish): Checked {
  const file = model ?? builtIn;
  const descriptionFile = `${file.replace(/\.onnx$/i, '')}.json`;
  const json = existsSync(descriptionFile)
    ? readJson('model-damaged', descriptionFile, 'the description of a model')
    : undefined;
  checkFile(file, json, descriptionFile);
  if (classes !== undefined) readClasses(classes);
  return { file, descriptionFile, json };
}

/**
 * Serves a model to the page. The JSON of the same name beside it, if there is one, describes it.
 * @throws CamLensError as checkModel
 */
export function offerModel(server: Server, wish: ModelWish = {}): ChosenModel {
  const { size, stride, normalization, output, classes } = wish;
  const { file, descriptionFile, json } = checkModel(wish);
  const files = new Set([file]);
  return {
    files,
    model: {
      url: server.addModel(file),
      file: shown(file),
      ...(json === undefined ? {} : { description: { file: shown(descriptionFile), json } }),
      ...(size === undefined ? {} : { size }),
      ...(stride === undefined ? {} : { stride }),
      ...(normalization === undefined ? {} : { normalization }),
      ...(output === undefined ? {} : { output }),
      ...(classes === undefined
        ? {}
        : { classes: { file: classes, url: server.addModel(classes, `classes/${basename(classes)}`) } }),
    },
    fileBeside: (name) => {
      try {
        const beside = findBeside(file, name);
        files.add(beside);
        return { ok: true, value: server.addModel(beside, `beside/${name}`, dirname(file)) };
      } catch (error) {
        return { ok: false, error: describeError(error) };
      }
    },
  };
}

/** @throws CamLensError `bad-option` */
export function readClasses(file: string): string {
  return readText('bad-option', file, '--classes: a file of class names');
}

/** The path as the user wrote it; a file of the project relative to the current folder. */
export function shown(file: string): string {
  return file.startsWith(projectRoot) ? relative('.', file) : file;
}

/** Models may be untrusted: files that they name must be in the model's folder or below it. */
export function findBeside(file: string, name: string): string {
  const beside = fileBelow(dirname(file), name);
  if (beside === undefined) {
    throw new CamLensError('model-damaged', `${shown(file)} names the file "${name}", which is not in its folder.`);
  }
  if (statSync(beside, { throwIfNoEntry: false })?.isFile() === true) {
    // The server checks again when it opens the file; only here can the error explain why.
    if (fileBelow(realpathSync(dirname(file)), realpathSync(beside)) !== undefined) return beside;
    throw new CamLensError(
      'model-damaged',
      `${shown(file)} needs the file "${name}", which is a link to a place outside its folder; put the file itself there.`,
    );
  }
  throw new CamLensError('model-missing', `${shown(file)} needs the file "${name}" beside it, which does not exist.`);
}

/** The page checks everything; this finds the errors that need no reading of 100 MB. */
function checkFile(file: string, json: unknown, descriptionFile: string): void {
  const isBuiltIn = file === builtIn;
  const found = statSync(file, { throwIfNoEntry: false });
  if (found?.isFile() !== true) {
    const remedy = isBuiltIn ? ` "npm run setup" in ${projectRoot} builds it.` : '';
    throw new CamLensError('model-missing', `The model ${shown(file)} does not exist.${remedy}`);
  }
  if (found.size === 0) throw new CamLensError('model-damaged', `The model ${shown(file)} is empty (0 bytes).`);
  try {
    closeSync(openSync(file, 'r'));
  } catch (cause) {
    throw new CamLensError('model-missing', `The model ${shown(file)} cannot be read: ${messageOf(cause)}.`, { cause });
  }
  const sizeBytes: unknown = typeof json === 'object' && json !== null && 'sizeBytes' in json && json.sizeBytes;
  if (typeof sizeBytes !== 'number' || found.size === sizeBytes) return;
  throw new CamLensError(
    'model-damaged',
    `The model ${shown(file)} has ${String(found.size)} bytes; ${String(sizeBytes)} were expected by ` +
      `${shown(descriptionFile)}.${isBuiltIn ? ` "npm run setup" in ${projectRoot} builds it anew.` : ''}`,
  );
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

/**
 * For pages and workers that ask nobody for the files beside the model: they find them by URLs relative to this one.
 * @returns the URL of the description if there is one, because it has information that the model's file lacks
 */
export function modelUrl(wish: ModelWish, server: Pick<RunningServer, 'addFolder'>): string {
  const { file, descriptionFile, json } = checkModel(wish);
  const given = json === undefined ? file : descriptionFile;
  return `${server.addFolder(dirname(given), () => Promise.resolve([]))}${encodeURIComponent(basename(given))}`;
}
