/** Converters by class of Keras layers; any other class is an error that names it. */
import type { ConvertLayer } from '../convert-layer.ts';
import { convertActivation } from './Activation.ts';
import { convertAdd } from './Add.ts';
import { convertBatchNormalization } from './BatchNormalization.ts';
import { convertConv2D } from './Conv2D.ts';
import { convertDense } from './Dense.ts';
import { convertGlobalAveragePooling2D } from './GlobalAveragePooling2D.ts';
import { convertInputLayer } from './InputLayer.ts';
import { convertMaxPooling2D } from './MaxPooling2D.ts';
import { convertZeroPadding2D } from './ZeroPadding2D.ts';

export const layerConverters: ReadonlyMap<string, ConvertLayer> = new Map([
  ['Activation', convertActivation],
  ['Add', convertAdd],
  ['BatchNormalization', convertBatchNormalization],
  ['Conv2D', convertConv2D],
  ['Dense', convertDense],
  ['GlobalAveragePooling2D', convertGlobalAveragePooling2D],
  ['InputLayer', convertInputLayer],
  ['MaxPooling2D', convertMaxPooling2D],
  ['ZeroPadding2D', convertZeroPadding2D],
]);
