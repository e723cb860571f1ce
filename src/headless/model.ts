/** The model that the command serves: a file on its server, and the user's options. */
import { CamLensError } from '../errors.ts';
import { builtInModel } from '../pipeline/model/built-in-model.ts';
import { loadModel } from '../pipeline/model/model.ts';
import type { LoadedModel } from '../pipeline/model/loaded-model.ts';
import { descriptionSaid, withSize, type ModelWords } from '../pipeline/model/told-model.ts';
import { unwrap, type Answer } from '../pipeline/worker/answer.ts';
import { tellProgress } from './progress.ts';

export interface HeadlessModel extends ModelWords {
  /** Of the `.onnx`. */
  readonly url: string;
  /** Its name in messages. */
  readonly file: string;
  /** Overrides the model and its description: width and height of its input in pixels. */
  readonly size?: number;
  /** Likewise: a file of class names, JSON or one per line. */
  readonly classes?: { readonly file: string; readonly url: string };
}

declare global {
  interface Window {
    /** Set by the command: the URL of an external file, by its name in the model or its description. */
    camLensFileBeside?: (name: string) => Promise<Answer<string>>;
  }
}

/** @throws CamLensError as loadModel; default: the built-in model */
export async function openModel(model: HeadlessModel | undefined): Promise<LoadedModel> {
  if (model === undefined) return loadModel(builtInModel(), tellProgress);
  const { url, file, size, classes } = model;
  const urlOf = (name: string) => (name === classes?.file ? classes.url : urlBeside(name));
  const description = descriptionSaid(model, classes?.file);
  return withSize(await loadModel({ url, file, description, urlOf, keep: false }, tellProgress), size);
}

async function urlBeside(name: string): Promise<string> {
  const ask = window.camLensFileBeside;
  if (ask === undefined) throw new CamLensError('internal', 'The page cannot request external files of the model.');
  return unwrap(await ask(name));
}
