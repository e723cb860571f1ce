/** The interface of the elements as a module, for the page that documents them: made when it is first imported. */
import type { Plugin } from 'vite';

const name = 'virtual:documented-elements';

export function documentedElements(root: string): Plugin {
  return {
    name: 'cam-lens:documented-elements',
    resolveId: (id) => (id === name ? `\0${name}` : null),
    async load(id) {
      if (id !== `\0${name}`) return null;
      // TypeScript takes seconds to load, which nobody else needs.
      const { manifestOf } = await import('./manifest.mjs');
      const declarations = manifestOf(root).modules.flatMap((one) => one.declarations);
      return `export const documentedElements = ${JSON.stringify(declarations)};`;
    },
  };
}
