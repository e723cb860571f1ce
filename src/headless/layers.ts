import { listModelLayers, type ModelLayer } from '../pipeline/model/model-layers.ts';
import { openModel, tellAssumptions, type HeadlessModel, type ModelInfo } from './model.ts';

export interface ListedLayers extends ModelInfo {
  readonly layers: readonly ModelLayer[];
}

export async function listLayers(given: HeadlessModel): Promise<ListedLayers> {
  const loaded = await openModel(given);
  const { name, sha256 } = loaded.description;
  return {
    model: { name, ...(sha256 === undefined ? {} : { sha256 }), assumed: loaded.assumed ?? [] },
    assumptions: tellAssumptions(loaded),
    layers: listModelLayers(loaded),
  };
}
