/** The messages between the page for models and its worker. */
import type { LoadProgress } from '../../pipeline/load-progress.ts';
import type { ModelFiles } from '../../pipeline/model/model-files.ts';
import type { InspectedPicture } from '../../pipeline/recipe/inspect.ts';
import type { Target } from '../../pipeline/recipe/target.ts';
import type { Backend } from '../../pipeline/types.ts';
import type { Channel, ChannelOrderName, LayerValueKind } from './channels.ts';
import type { ListedLayer } from './every-layer.ts';
import type { ValueStatistics } from './value-statistics.ts';

/** What is known of a model before it has seen a picture. */
export interface ModelFacts {
  /** For users. */
  readonly title: string;
  readonly backend: Backend;
  /** Why something slower than a GPU runs. */
  readonly notice?: string;
  /** Sentences for users: what was assumed. */
  readonly notes: readonly string[];
  /** In the order in which the graph computes them. */
  readonly layers: readonly ListedLayer[];
  readonly defaultLayer: string;
  /** Names by index. */
  readonly classes: readonly string[];
}

/** By kind; or why a layer has none, as a sentence. */
export type LayerStatistics = Readonly<Record<LayerValueKind, ValueStatistics>> | { readonly refusal: string };

/** What the network makes of a picture. */
export interface PictureFacts extends Pick<InspectedPicture, 'classes' | 'target'> {
  /** By layer. */
  readonly statistics: ReadonlyMap<string, LayerStatistics>;
}

/** Which channels of a layer to show. */
export interface ChannelChoice {
  readonly layer: string;
  readonly kind: LayerValueKind;
  readonly order: ChannelOrderName;
  /** The first ones in that order. */
  readonly count: number;
}

/** A channel with its values. */
export interface ChannelTile extends Channel {
  /** [H, W] */
  readonly values: Float32Array;
}

/** The channels of a layer that are shown, in their order. */
export interface ShownChannels extends ChannelChoice {
  readonly channels: number;
  readonly height: number;
  readonly width: number;
  readonly tiles: readonly ChannelTile[];
}

/** A picture to look at. */
export interface GivenPicture {
  readonly file: Blob;
  readonly name: string;
}

/** A model with gradients, as a file. */
export interface ModelFile {
  readonly name: string;
  readonly blob: Blob;
}

export type ModelTold = { readonly progress: LoadProgress };

/** The worker's side; calls are answered in order, one at a time. */
export interface ModelWorker {
  /** Comes first, once. */
  load(model: string | ModelFiles): Promise<ModelFacts>;
  /**
   * Runs the network; the gradients are of this class's logit. If it fails, the picture before stays.
   * @param picture default: the one before
   */
  look(target: Target, picture?: GivenPicture): Promise<PictureFacts>;
  /** Of what was looked at last. */
  show(choice: ChannelChoice): Promise<ShownChannels>;
  /** As `cam-lens export` writes it, with the gradients at this layer. */
  write(layer: string): Promise<ModelFile>;
}
