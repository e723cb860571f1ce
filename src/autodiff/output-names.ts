/**
 * Gives values the names of outputs: by Identity nodes, or by renaming a value that a Pad reads. ONNX Runtime 1.30 refuses
 * some models in which an Identity node copies such a value, once it has merged the Pad into a convolution or pooling.
 */
import { valuesRead } from '../onnx/graph.ts';
import { withNode, type NodeProto } from '../onnx/messages.ts';
import { readingInstead } from './channels-first.ts';
import type { GraphBuilder } from './graph-builder.ts';

export class OutputNames {
  readonly #builder: GraphBuilder;
  readonly #padded: ReadonlySet<string>;
  readonly #renamed = new Map<string, string>();

  /**
   * @param builder with all nodes that pad
   * @param kept a value that keeps its name
   */
  constructor(builder: GraphBuilder, kept: string) {
    this.#builder = builder;
    const nodes = [...builder.graph.nodes, ...builder.nodes];
    const computed = new Set(nodes.flatMap(({ output }) => output));
    const padded = nodes.filter(({ opType }) => opType === 'Pad').map(({ input }) => input[0] ?? '');
    this.#padded = new Set(padded.filter((value) => computed.has(value) && value !== kept));
  }

  /** @returns the output's name: the wanted one, or one like it if that is taken */
  give(value: string, wanted: string): string {
    if (!this.#padded.has(value) || this.#renamed.has(value)) return this.#builder.alias(value, wanted);
    const name = this.#builder.fresh(wanted);
    this.#renamed.set(value, name);
    return name;
  }

  /** The nodes, with the given names in place of the values'. */
  apply(nodes: readonly NodeProto[]): readonly NodeProto[] {
    if (this.#renamed.size === 0) return nodes;
    return nodes.map((node) => {
      const isConcerned = [...node.output, ...valuesRead(node)].some((value) => this.#renamed.has(value));
      if (!isConcerned) return node;
      const output = node.output.map((value) => this.#renamed.get(value) ?? value);
      return withNode(readingInstead(node, this.#renamed), { output });
    });
  }
}
