/** A model and a picture under inspection: what the worker of the page does. */
import { version } from '../../../package.json';
import { CamLensError, describeError } from '../../errors.ts';
import { createExplainer, type Explainer } from '../../pipeline/api/explainer.ts';
import { own } from '../../own.ts';
import type { LoadProgress } from '../../pipeline/load-progress.ts';
import { exportModel } from '../../pipeline/model/export-model.ts';
import { loadWanted } from '../../pipeline/model/load-wanted.ts';
import type { LoadedModel } from '../../pipeline/model/loaded-model.ts';
import type { ModelFiles } from '../../pipeline/model/model-files.ts';
import {
  inspectedBytes,
  mostInspectedBytes,
  type InspectedPicture,
  type LayerValues,
} from '../../pipeline/recipe/inspect.ts';
import { required } from '../../pipeline/invariants.ts';
import type { Target } from '../../pipeline/recipe/target.ts';
import type { Picture } from '../../pipeline/types.ts';
import { channelsOf, channelValues, sortedChannels } from './channels.ts';
import { tellNotes } from './model-notes.ts';
import { withEveryLayer, type ListedLayer } from './every-layer.ts';
import { groupLayers } from './group-layers.ts';
import type {
  ChannelChoice,
  LayerStatistics,
  ModelFacts,
  ModelFile,
  PictureFacts,
  ShownChannels,
} from './model-protocol.ts';
import { statisticsOf } from './value-statistics.ts';

type Groups = readonly (readonly ListedLayer[])[];

export class ModelInspector {
  /** What is known of the model. */
  readonly facts: ModelFacts;
  readonly #loaded: LoadedModel;
  readonly #explainer: Explainer;
  readonly #groups: Groups;
  #seen: { readonly picture: Picture; readonly target: Target } | undefined;
  /** Values of layers of what was seen last: no more than are read at once. */
  #kept: Readonly<Record<string, LayerValues>> = {};

  private constructor(loaded: LoadedModel, explainer: Explainer, groups: Groups) {
    const { title, name, defaultLayer } = loaded.description;
    const { backend, notice, classes } = explainer;
    this.facts = {
      ...{ title: title ?? name, backend, classes, defaultLayer, layers: groups.flat(), notes: tellNotes(loaded) },
      ...(notice === undefined ? {} : { notice }),
    };
    this.#loaded = loaded;
    this.#explainer = explainer;
    this.#groups = groups;
  }

  /** @throws CamLensError as createExplainer */
  static async create(
    wanted: string | ModelFiles | LoadedModel,
    onProgress: (progress: LoadProgress) => void = () => undefined,
  ): Promise<ModelInspector> {
    const loaded = await loadWanted(wanted, onProgress);
    const { model, layers } = withEveryLayer(loaded);
    const groups = groupLayers(layers, inspectedBytes, mostInspectedBytes);
    const first = groups[0]?.map(({ name }) => name) ?? [];
    const explainer = await createExplainer({ model, layers: first, methods: ['grad-cam'], onProgress });
    return new ModelInspector(loaded, explainer, groups);
  }

  /**
   * Statistics of every layer; where all of them fit into memory at once, the layers are then shown without running the
   * network again.
   * @param picture stays the caller's, and open until another was looked at
   * @throws CamLensError as `Explainer.inspect`: what was looked at before is then shown still. Of layers that are too
   *   large, or whose values are not finite, that is said
   */
  async look(picture: Picture, target: Target): Promise<PictureFacts> {
    // Makes room; what was seen before is read again if this fails.
    this.#kept = {};
    const statistics = new Map<string, LayerStatistics>();
    const onRefused = (layer: string, { message }: CamLensError): void =>
      void statistics.set(layer, { refusal: message });
    let kept: Readonly<Record<string, LayerValues>> = {};
    let found: InspectedPicture | undefined;
    let refusal: unknown;
    for (const group of this.#groups) {
      const layers = group.map(({ name }) => name);
      try {
        const inspected = await this.#explainer.inspect(picture, { layers, class: target, onRefused });
        found ??= inspected;
        for (const [name, values] of Object.entries(inspected.layers)) statistics.set(name, layerStatistics(values));
        if (this.#groups.length === 1) kept = inspected.layers;
      } catch (error) {
        refusal = error;
        const { code, message } = describeError(error);
        if (code !== 'limit-exceeded') throw error;
        for (const name of layers) statistics.set(name, { refusal: message });
      }
    }
    if (found === undefined) throw refusal;
    [this.#seen, this.#kept] = [{ picture, target }, kept];
    return { classes: found.classes, target: found.target, statistics };
  }

  /** @throws CamLensError `unknown-layer`; as `Explainer.inspect`, if the layer's values are not in memory */
  async show(choice: ChannelChoice): Promise<ShownChannels> {
    const { layer, kind, order, count } = choice;
    const values = await this.#valuesOf(layer);
    const { channels, height, width } = values;
    const shown = sortedChannels(channelsOf(values, kind), order).slice(0, count);
    const tiles = shown.map((channel) => ({ ...channel, values: channelValues(values, kind, channel.index).slice() }));
    return { ...choice, channels, height, width, tiles };
  }

  /** @throws CamLensError as exportModel */
  write(layer: string): ModelFile {
    const listed = this.facts.layers.find(({ name }) => name === layer);
    const { description } = this.#loaded;
    const wanted = own(description.layers, layer) === undefined ? (listed?.value ?? layer) : layer;
    const { chunks } = exportModel(this.#loaded, { layers: [wanted], version });
    const blob = new Blob([...chunks], { type: 'application/octet-stream' });
    return { name: `${description.name}.gradients.onnx`, blob };
  }

  destroy(): Promise<void> {
    this.#kept = {};
    return this.#explainer.destroy();
  }

  async #valuesOf(layer: string): Promise<LayerValues> {
    if (this.#seen === undefined) throw new CamLensError('bad-option', 'No picture was looked at yet.');
    const { picture, target } = this.#seen;
    const kept = own(this.#kept, layer);
    if (kept !== undefined) return kept;
    this.#kept = {};
    this.#kept = (await this.#explainer.inspect(picture, { layers: [layer], class: target })).layers;
    return required(own(this.#kept, layer), `the values of ${layer}`);
  }
}

function layerStatistics({ activations, gradients }: LayerValues): LayerStatistics {
  return { activations: statisticsOf(activations), gradients: statisticsOf(gradients) };
}
