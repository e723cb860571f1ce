/** The rows of the table in tensor-stages.ts. */
import type { NumbersOf, PerArray, TensorStageName, TensorStages } from '../chain/tensor-stages.ts';
import type { WgslModule } from '../../shaders/wgsl-module.ts';
import type { Extent } from './kernel.ts';
import type { ParametersOf } from './stage-parameters.ts';

export type Dims = readonly number[];

/** How a stage processes arrays of given sizes. */
export interface Plan<Parameters = Readonly<Record<string, number>>> {
  /** Dimensions of the result. */
  readonly dims: Dims;
  /** The fields of the shader's uniform struct `Parameters`. */
  readonly parameters: Parameters;
  /** Invocations. */
  readonly outputs: Extent;
  /** Sizes, in 4-byte words, of the bindings that the shader uses as scratch memory. */
  readonly scratch?: Readonly<Record<string, number>>;
}

/** A row of the table. */
export interface Row<Name extends TensorStageName> {
  readonly wgsl: WgslModule;
  readonly dispatches: Readonly<Record<string, 'outputs'>>;
  /**
   * The bindings that are read, in the order of the arrays, and the one that is written. `parameters` is bound
   * separately.
   */
  readonly reads: TensorStages[Name]['arrays'];
  readonly writes: string;
  readonly plan: (dims: PerArray<Name, Dims>, numbers: NumbersOf<Name>) => Plan<ParametersOf<Name>>;
  /** The CPU engine's implementation. */
  readonly cpu: (arrays: PerArray<Name, Float32Array>, parameters: ParametersOf<Name>, plan: Plan) => ArrayLike<number>;
}

/** A row of any stage, as engines use it; `Chain.compute` has checked the arguments. */
export interface TensorStage {
  readonly reads: readonly string[];
  readonly writes: string;
  readonly plan: (dims: readonly Dims[], numbers: Readonly<Record<string, number>>) => Plan;
  readonly cpu: (
    arrays: readonly Float32Array[],
    parameters: Readonly<Record<string, number>>,
    plan: Plan,
  ) => ArrayLike<number>;
}
