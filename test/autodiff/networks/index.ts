/** Small networks, each typical of its family, and the layers to explain. */
import type { Model } from '../../../src/onnx/messages.ts';
import { convnext, convnextV2 } from './convnext.ts';
import { densenet } from './densenet.ts';
import { efficientnet } from './efficientnet.ts';
import { efficientnetSame } from './efficientnet-same.ts';
import { gem } from './gem.ts';
import { mobilenetV3 } from './mobilenet-v3.ts';
import { mobilenet } from './mobilenet.ts';
import { resnetD } from './resnet-d.ts';
import { resnet } from './resnet.ts';
import { squeezenet } from './squeezenet.ts';
import { vgg } from './vgg.ts';
import { vit } from './vit.ts';

export interface Network {
  readonly model: Model;
  /** Values of the graph, [N, C, H, W]. */
  readonly layers: readonly string[];
}

export const networks: Readonly<Record<string, () => Network>> = {
  ...{ VGG: vgg, ResNet: resnet, DenseNet: densenet, SqueezeNet: squeezenet, MobileNetV2: mobilenet },
  ...{ EfficientNet: efficientnet, ConvNeXt: convnext, ViT: vit },
  ...{ 'ResNet-D': resnetD, MobileNetV3: mobilenetV3, 'EfficientNet, “same” padding': efficientnetSame },
  ...{ 'ConvNeXt V2': convnextV2, 'Generalised-mean pooling (GeM)': gem },
};

/** The size of the fixed-size networks, also used for the others. */
export const side = 16;
