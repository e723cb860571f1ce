import type { Explainer } from './explainer.ts';
import type { LensInfo } from './lens.ts';
import { methods } from './methods/index.ts';

/** What an explainer says of itself, as plain data that can cross to another thread. */
export function lensInfo(explainer: Explainer): LensInfo {
  const { backend, notice, model, layers, classes } = explainer;
  return {
    backend,
    ...(notice === undefined ? {} : { notice }),
    model: {
      name: model.name,
      title: model.title ?? model.name,
      ...(model.sha256 === undefined ? {} : { sha256: model.sha256 }),
    },
    methods: methods.map((method) => ({
      ...{ name: method.name, title: method.title, paper: method.paper, formula: method.formula, at: method.at },
      isSlow: method.isSlow === true,
      refusals: explainer.refusals(method.name),
      ...(method.caution === undefined ? {} : { caution: method.caution }),
    })),
    layers,
    defaultLayer: model.defaultLayer,
    strip: model.strip,
    classes,
  };
}
