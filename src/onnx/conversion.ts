/** What a conversion of an old operator is given. */
import type { AttributeValue } from './build.ts';
import type { DataType, NodeProto } from './messages.ts';
import type { Shapes } from './shapes.ts';

/** What a conversion can access, and how it adds constants. */
export interface Upgrade {
  readonly node: NodeProto;
  /** Of the original model. */
  readonly shapes: Shapes;
  /** Of the resulting model. */
  readonly opset: number;
  /** Of the original model, if its type is known before the graph runs. */
  readonly typeOf: (value: string) => DataType | undefined;
  /** Whether anything reads a value of the model, or it is an output. */
  readonly isRead: (value: string) => boolean;
  /** A Constant node before this one. @returns its name */
  readonly constant: (value: AttributeValue) => string;
  /** Another node before this one. @returns the name of its output */
  readonly before: (
    opType: string,
    inputs: readonly string[],
    attributes?: Readonly<Record<string, AttributeValue>>,
  ) => string;
  /** The node with other inputs, and without some of its attributes. */
  readonly changed: (inputs: readonly string[], without: readonly string[], opType?: string) => NodeProto;
}
