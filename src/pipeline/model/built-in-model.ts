/** Where the default model is. */

/** The description of the ResNet-50 that setup builds. */
export const defaultModel = '/models/resnet50.json';

/** Its URL relative to the page, wherever the page is served. */
export function builtInModel(): string {
  return new URL(`.${defaultModel}`, globalThis.location.href).href;
}
