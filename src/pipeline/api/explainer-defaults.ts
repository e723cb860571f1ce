/** What is meant where a caller says nothing. */

/** The description of the ResNet-50 that the set-up builds. */
export const defaultModel = '/models/resnet50.json';

/** The same beside the page that asks, at whatever address that is served. */
export function builtInModel(): string {
  return new URL(`.${defaultModel}`, globalThis.location.href).href;
}

/** The threshold of the paper's boxes. */
export const defaultThreshold = 0.15;

/** The paper's two methods, those of them that the model allows. */
export const defaultMethods = ['cam', 'grad-cam'] as const;

/** The paper's own way from raw map to heatmap. */
export const defaultConventions = ['paper'] as const;
