/** The model of a command: found, and offered to the page with the files beside it. */
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

/** What a user may say of a model on the command line. */
export interface ModelWish {
  /** The `.onnx`; the built-in one where absent. */
  readonly model?: string | undefined;
  /** Width and height of its input in pixels. */
  readonly size?: number | undefined;
  readonly normalization?: NormalizationName | undefined;
  /** Name of the output whose classes are explained. */
  readonly output?: string | undefined;
  /** A file of class names. */
  readonly classes?: string | undefined;
}

export interface OfferedModel {
  /** What the page is told. */
  readonly model: HeadlessModel;
  /** Every file that the page was given so far. */
  readonly files: ReadonlySet<string>;
  /** The URL of a file beside the model, by the name that the model or its description calls it. */
  readonly fileBeside: (name: string) => Answer<string>;
}

type Server = Pick<RunningServer, 'addModel'>;

interface Checked {
  readonly file: string;
  readonly descriptionFile: string;
  /** What is beside the model. */
  readonly json: unknown;
}

/**
 * What can be said of the files before a browser is started.
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
 * Offers a model to the page. The JSON of the same name beside it, where there is one, describes it.
 * @throws CamLensError as checkModel
 */
export function offerModel(server: Server, wish: ModelWish = {}): OfferedModel {
  const { size, normalization, output, classes } = wish;
  const { file, descriptionFile, json } = checkModel(wish);
  const files = new Set([file]);
  return {
    files,
    model: {
      url: server.addModel(file),
      file: shown(file),
      ...(json === undefined ? {} : { description: { file: shown(descriptionFile), json } }),
      ...(size === undefined ? {} : { size }),
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

/** As the user wrote it; what belongs to the project from where the user stands. */
export function shown(file: string): string {
  return file.startsWith(projectRoot) ? relative('.', file) : file;
}

/** Models come from anywhere: what they name must lie in their own folder, or below it. */
export function findBeside(file: string, name: string): string {
  const beside = fileBelow(dirname(file), name);
  if (beside === undefined) {
    throw new CamLensError('model-damaged', `${shown(file)} names the file "${name}", which is not in its folder.`);
  }
  if (statSync(beside, { throwIfNoEntry: false })?.isFile() === true) {
    // The server looks again when it opens the file; here is where it can be said why.
    if (fileBelow(realpathSync(dirname(file)), realpathSync(beside)) !== undefined) return beside;
    throw new CamLensError(
      'model-damaged',
      `${shown(file)} needs the file "${name}", which is a link to a place outside its folder; the file itself was expected there.`,
    );
  }
  throw new CamLensError('model-missing', `${shown(file)} needs the file "${name}" beside it, which is not there.`);
}

/** The page checks everything; what can be said without reading 100 MB is said at once. */
function checkFile(file: string, json: unknown, descriptionFile: string): void {
  const isBuiltIn = file === builtIn;
  const found = statSync(file, { throwIfNoEntry: false });
  if (found?.isFile() !== true) {
    const remedy = isBuiltIn ? ` "npm run setup" in ${projectRoot} builds it.` : '';
    throw new CamLensError('model-missing', `The model ${shown(file)} is not there.${remedy}`);
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
