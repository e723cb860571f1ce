/** The model that the command offers: a file on its server, and what the user says of it. */
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
  /** What messages call it. */
  readonly file: string;
  /** In place of what the model and its description say: width and height of its input in pixels. */
  readonly size?: number;
  /** The same: a file of class names, JSON or one a line. */
  readonly classes?: { readonly file: string; readonly url: string };
}

declare global {
  interface Window {
    /** Set by the command: the URL of a file beside the model, by the name that the model or its description calls it. */
    camLensFileBeside?: (name: string) => Promise<Answer<string>>;
  }
}

/** @throws CamLensError as loadModel; where none is given, the built-in one is meant */
export async function openModel(model: HeadlessModel | undefined): Promise<LoadedModel> {
  if (model === undefined) return loadModel(builtInModel(), tellProgress);
  const { url, file, size, classes } = model;
  const urlOf = (name: string) => (name === classes?.file ? classes.url : urlBeside(name));
  const description = descriptionSaid(model, classes?.file);
  return withSize(await loadModel({ url, file, description, urlOf }, tellProgress), size);
}

async function urlBeside(name: string): Promise<string> {
  const ask = window.camLensFileBeside;
  if (ask === undefined) throw new CamLensError('internal', 'The page cannot ask for files beside the model.');
  return unwrap(await ask(name));
}
