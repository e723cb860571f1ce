/**
 * Evaluates everything that does not depend on the picture's values: exporters write pads, indices and sizes as long
 * arithmetic on shapes and constants. The graph does not change; more of its values become known.
 */
import { own } from '../../own.ts';
import { entriesOf } from '../constants.ts';
import type { Shape } from '../dimensions.ts';
import { isStandardDomain, type GraphIndex } from '../graph.ts';
import type { NodeProto, TensorProto } from '../messages.ts';
import { entrywise } from './entrywise.ts';
import type { Evaluator } from './evaluator.ts';
import { isWhollyKnown, mostEntries, readFolded, toTensor, withAtMost, type Folded } from './folded.ts';
import { makers } from './makers.ts';
import { moves } from './moves.ts';
import { reductions } from './reductions.ts';

const evaluators: Readonly<Partial<Record<string, Evaluator>>> = { ...entrywise, ...makers, ...moves, ...reductions };

/** Read only the shape of their input, not its entries. */
const ofShape: ReadonlySet<string> = new Set(['Shape', 'Size']);

/** Operators take their parameters as inputs since this set; older models are converted to it first. */
const firstOpset = 13;

/** A step that reads and writes at most this many entries is arithmetic on shapes. */
const mostOfShapes = 4096;

/** Total entries read and written, by such steps and by larger ones. */
const rooms = { shapes: 2 ** 21, tables: 2 ** 22 };

export class Folding {
  readonly #graph: GraphIndex;
  readonly #constants: Map<string, TensorProto>;
  readonly #known = new Map<string, Folded | undefined>();
  readonly #rooms = { ...rooms };

  /** @param constants already known; newly known values are added */
  constructor(graph: GraphIndex, constants: Map<string, TensorProto>) {
    this.#graph = graph;
    this.#constants = constants;
  }

  /**
   * What is known about a node's outputs, which may partly depend on free sizes. Nodes must come in topological order.
   * @param shape of its first input
   * @param contents of its first output, as symbols: they determine some entries that numbers alone do not
   */
  fold(node: NodeProto, shape: Shape | undefined, contents: Shape | undefined): readonly (Folded | undefined)[] {
    const found = this.#evaluate(node, shape).map((folded, i) => (i === 0 ? completed(folded, contents) : folded));
    for (const [i, folded] of found.entries()) {
      const name = node.output[i] ?? '';
      this.#known.set(name, folded);
      if (isWhollyKnown(folded)) this.#constants.set(name, toTensor(name, folded));
    }
    return found;
  }

  #evaluate(node: NodeProto, shape: Shape | undefined): readonly Folded[] {
    const evaluate = isStandardDomain(node.domain) ? own(evaluators, node.opType) : undefined;
    if (evaluate === undefined || this.#graph.opset < firstOpset) return [];
    const read = ofShape.has(node.opType) ? [] : node.input.filter((name) => name !== '');
    const sizes = read.map((name) => this.#entriesOf(name));
    if (!sizes.every((size) => size !== undefined && size <= mostEntries)) return [];
    const readCount = sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0);
    const room = readCount <= mostOfShapes ? 'shapes' : 'tables';
    this.#rooms[room] -= readCount + 1;
    if (this.#rooms[room] < 0) return [];
    const inputs = ofShape.has(node.opType) ? [] : node.input.map((name) => this.#read(name));
    if (inputs.some((input, i) => input === undefined && node.input[i] !== '')) return [];
    const most = this.#rooms.tables > 0 ? mostEntries : mostOfShapes;
    const results = attempt(() => withAtMost(most, () => evaluate({ node, graph: this.#graph, inputs, shape }) ?? []));
    const found = isOne(results) ? [results] : results;
    if (!found.every(isWhole)) return [];
    for (const { values } of found) this.#rooms[values.length <= mostOfShapes ? 'shapes' : 'tables'] -= values.length;
    return found;
  }

  /** Undefined where the value is not known. */
  #entriesOf(name: string): number | undefined {
    const known = this.#known.get(name);
    if (known !== undefined) return known.values.length;
    const tensor = this.#constants.get(name);
    return tensor === undefined ? undefined : entriesOf(tensor);
  }

  #read(name: string): Folded | undefined {
    if (this.#known.has(name)) return this.#known.get(name);
    const tensor = this.#constants.get(name);
    const folded = tensor === undefined ? undefined : readFolded(tensor);
    this.#known.set(name, folded);
    return folded;
  }
}

/** Sizes are whole numbers, and match the number of entries: arithmetic on other numbers may not give such sizes. */
function isWhole({ dims, values }: Folded): boolean {
  return dims.every(Number.isSafeInteger) && dims.reduce((product, size) => product * size, 1) === values.length;
}

function isOne(results: Folded | readonly Folded[]): results is Folded {
  return !Array.isArray(results);
}

/** Values that are too large or do not conform to ONNX count as unknown: the runtime reports the error. */
function attempt<Result>(evaluate: () => Result): Result | readonly [] {
  try {
    return evaluate();
  } catch (error) {
    if (error instanceof RangeError || error instanceof TypeError) return [];
    throw error;
  }
}

function completed(folded: Folded, contents: Shape | undefined): Folded {
  if (contents?.length !== folded.values.length || isWhollyKnown(folded)) return folded;
  const values = folded.values.map((value, i) => {
    const known = contents[i];
    return Number.isNaN(value) && typeof known === 'number' ? known : value;
  });
  return { ...folded, values };
}
