/** The model of a command: found, and offered to the page under /models/. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { CamLensError } from '../src/errors.ts';
import type { ModelDescription } from '../src/pipeline/types.ts';
import { projectRoot } from './project-root.ts';
import type { RunningServer } from './server.ts';

const builtIn = join(projectRoot, 'models', 'resnet50.json');

/**
 * Offers the model to the page. A file of one's own is described by the JSON of the same name beside it, or, without
 * one, is taken for the built-in model.
 * @param file the `.onnx`; the built-in one where absent
 * @returns the path of its description on the server
 * @throws CamLensError `model-missing`, `model-damaged`
 */
export function offerModel(server: Pick<RunningServer, 'addModel'>, file?: string): string {
  const ownDescription = file === undefined ? builtIn : `${file.replace(/\.onnx$/i, '')}.json`;
  const descriptionFile = existsSync(ownDescription) ? ownDescription : builtIn;
  const description = readDescription(descriptionFile);
  const modelFile = file ?? join(dirname(builtIn), description.file);
  checkModel(modelFile, description, descriptionFile);
  server.addModel(modelFile, description.file);
  const { classes } = description;
  if (typeof classes === 'string') server.addModel(join(dirname(descriptionFile), classes), classes);
  return server.addModel(descriptionFile);
}

function readDescription(file: string): ModelDescription {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as ModelDescription;
  } catch (cause) {
    throw new CamLensError('model-damaged', `${file} cannot be read as the description of a model.`, { cause });
  }
}

/** The page checks the hash; what can be said without reading 100 MB is said at once. */
function checkModel(file: string, { sizeBytes }: ModelDescription, descriptionFile: string): void {
  const shown = relative('.', file);
  const found = statSync(file, { throwIfNoEntry: false });
  if (!found?.isFile()) {
    const remedy = dirname(file) === dirname(builtIn) ? ' "npm run setup" builds it.' : '';
    throw new CamLensError('model-missing', `The model ${shown} is not there.${remedy}`);
  }
  if (sizeBytes === undefined || found.size === sizeBytes) return;
  throw new CamLensError(
    'model-damaged',
    `The model ${shown} has ${String(found.size)} bytes; ${String(sizeBytes)} were expected by ` +
      `${relative('.', descriptionFile)}. "npm run setup" builds the built-in model anew.`,
  );
}
