/** The alternative names of options, the same for all commands. */

/** Groups of synonyms: an option with one of these names has the others too. */
const sameThing: readonly (readonly string[])[] = [
  ['method', 'methods'],
  ['layer', 'layers'],
  ['convention', 'conventions'],
  ['threshold', 'thresholds'],
  ['measure', 'measures'],
  ['image', 'images'],
  ['annotation', 'annotations'],
  ['worker', 'workers'],
  ['normalization', 'normalisation'],
];

/** Letters for the most common options, by the first name of their group. */
const letters: Readonly<Record<string, string>> = {
  ...{ annotation: 'a', backend: 'b', class: 'c', format: 'f', image: 'i', json: 'j', layer: 'l', method: 'm' },
  ...{ out: 'o', report: 'r', size: 's', threshold: 't', worker: 'w' },
};

/** All long names of an option, its own first. */
export function namesOf(option: string): readonly string[] {
  const others = sameThing.find((names) => names.includes(option)) ?? [];
  return [option, ...others.filter((name) => name !== option)];
}

/** Undefined if it has none. */
export function letterOf(option: string): string | undefined {
  const [first] = sameThing.find((names) => names.includes(option)) ?? [option];
  return new Map(Object.entries(letters)).get(first ?? option);
}
