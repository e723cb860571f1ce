/** Made of the sources of the elements by scripts/package/documented-elements.ts. */
declare module 'virtual:documented-elements' {
  /** Of the form of `DocumentedElement`. */
  export const documentedElements: readonly object[];
}
