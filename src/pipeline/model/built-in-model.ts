/** Where the model lies that is meant where a caller names none. */

/** The description of the ResNet-50 that the set-up builds. */
export const defaultModel = '/models/resnet50.json';

/** The same beside the page that asks, at whatever address that is served. */
export function builtInModel(): string {
  return new URL(`.${defaultModel}`, globalThis.location.href).href;
}
