/** The model that the pages begin with: the ResNet-50 beside them, or the one that a static site was built with. */
import { builtInModel } from '../../pipeline/model/built-in-model.ts';

/** URL of its description. */
export function pageModel(): string {
  const named: unknown = import.meta.env['VITE_SITE_MODEL'];
  return typeof named === 'string' ? new URL(named, globalThis.location.href).href : builtInModel();
}
