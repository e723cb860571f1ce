/** What the table of tensor-stages.ts says of a stage. */
import type { NumbersOf, PerArray, TensorStageName, TensorStages } from '../chain/tensor-stages.ts';
import type { WgslModule } from '../../shaders/wgsl-module.ts';
import type { Extent } from './kernel.ts';
import type { ParametersOf } from './stage-parameters.ts';

export type Dims = readonly number[];

/** What is to be done with arrays of these sizes. */
export interface Plan<Parameters = Readonly<Record<string, number>>> {
  /** Of the result. */
  readonly dims: Dims;
  /** The fields of the shader's uniform struct `Parameters`. */
  readonly parameters: Parameters;
  /** Invocations. */
  readonly outputs: Extent;
  /** 4-byte words of the bindings that only the shader knows: room to work in. */
  readonly scratch?: Readonly<Record<string, number>>;
}

/** A row of the table. */
export interface Row<Name extends TensorStageName> {
  readonly wgsl: WgslModule;
  readonly passes: Readonly<Record<string, 'outputs'>>;
  /** The bindings read, in the order in which the arrays are given, and the one written; `parameters` is the third kind. */
  readonly reads: TensorStages[Name]['arrays'];
  readonly writes: string;
  readonly plan: (dims: PerArray<Name, Dims>, numbers: NumbersOf<Name>) => Plan<ParametersOf<Name>>;
  readonly reference: (
    arrays: PerArray<Name, Float32Array>,
    parameters: ParametersOf<Name>,
    plan: Plan,
  ) => ArrayLike<number>;
}

/** A row as an engine runs it, whichever it is: `Chain.compute` has held the arguments to it. */
export interface TensorStage {
  readonly reads: readonly string[];
  readonly writes: string;
  readonly plan: (dims: readonly Dims[], numbers: Readonly<Record<string, number>>) => Plan;
  readonly reference: (
    arrays: readonly Float32Array[],
    parameters: Readonly<Record<string, number>>,
    plan: Plan,
  ) => ArrayLike<number>;
}
