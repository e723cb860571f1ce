/** A model in any of the forms that callers may have. */
import type { LoadProgress } from '../load-progress.ts';
import type { LoadedModel } from './loaded-model.ts';
import { loadModelFiles, type ModelFiles } from './model-files.ts';
import { loadModel, type ModelSource } from './model.ts';

/** @throws CamLensError as `loadModel` and `loadModelFiles` */
export function loadWanted(
  model: string | ModelSource | ModelFiles | LoadedModel,
  onProgress: (progress: LoadProgress) => void,
): LoadedModel | Promise<LoadedModel> {
  if (typeof model === 'string') return loadModel(model, onProgress);
  if ('bytes' in model) return model;
  return 'files' in model ? loadModelFiles(model, onProgress) : loadModel(model, onProgress);
}
