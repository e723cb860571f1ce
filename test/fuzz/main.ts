/** `npm run fuzz`: its options, and what it prints. scripts/fuzz.mjs builds and calls it. */
import { parseArgs } from 'node:util';
import { fuzz, type FuzzChoice } from './fuzz.ts';
import type { Kind } from './kind.ts';
import { kinds as ownKinds } from './kinds.ts';

const usage = `npm run fuzz -- [--kind NAME]… [--seed N] [--seconds N] [--count N] [--from N]

Takes mutated inputs of each kind (default: all kinds): every one gives a right answer or a named error, in 5 seconds and
bounded memory. What failed is added to test/fuzz/corpus, and the exit status is 1.
  --seed N      which inputs (1)
  --seconds N   for each kind (60)
  --count N     inputs of each kind at most
  --from N      number of the first one (0): --from N --count 1 takes a single input again
`;

/** @returns the exit status */
export async function main(
  parameters: readonly string[],
  places: Pick<FuzzChoice, 'corpus' | 'child'>,
  table: Readonly<Record<string, Kind>> = ownKinds,
): Promise<number> {
  const kinds = new Map(Object.entries(table));
  const chosen = readOptions(parameters, [...kinds.keys()]);
  if (typeof chosen === 'string') {
    process.stderr.write(`${chosen}\n\n${usage}`);
    return 2;
  }
  let failed = 0;
  for (const name of chosen.kinds) {
    const kind = kinds.get(name);
    if (kind === undefined) continue;
    const { inputs, outcomes, failures } = await fuzz(kind, { ...chosen, ...places, kind: name });
    const counts = [...outcomes].sort(([, a], [, b]) => b - a).map(([outcome, times]) => `${times} ${outcome}`);
    console.log(`${name}, seed ${chosen.seed}: ${inputs} inputs: ${counts.join(', ')}`);
    for (const { index, failure, file } of failures) console.log(`  FAILED input ${index}, ${file}: ${failure}`);
    // A run without an input has shown nothing.
    failed += inputs === 0 ? 1 : failures.length;
  }
  return failed === 0 ? 0 : 1;
}

type Chosen = Pick<FuzzChoice, 'count' | 'from' | 'seconds' | 'seed'> & { readonly kinds: readonly string[] };

/** @returns what is wrong with them, as a sentence, where something is */
function readOptions(parameters: readonly string[], known: readonly string[]): Chosen | string {
  const text = { type: 'string' } as const;
  try {
    const { values } = parseArgs({
      args: [...parameters],
      options: { kind: { ...text, multiple: true }, seed: text, seconds: text, count: text, from: text },
    });
    const unknown = values.kind?.find((name) => !known.includes(name));
    if (unknown !== undefined) return `There is no kind "${unknown}"; there is: ${known.join(', ')}.`;
    const number = (name: 'seed' | 'seconds' | 'count' | 'from', otherwise: number): number => {
      const value = Number(values[name] ?? otherwise);
      if (value >= 0) return value;
      throw new RangeError(`--${name} takes a number, not "${values[name]}".`);
    };
    return {
      kinds: values.kind ?? known,
      seed: number('seed', 1),
      seconds: number('seconds', 60),
      count: number('count', Number.MAX_SAFE_INTEGER),
      from: number('from', 0),
    };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
