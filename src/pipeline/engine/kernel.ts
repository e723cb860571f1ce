/** A compiled WGSL module: its pipelines, bind groups and dispatches. */
import { CamLensError } from '../../errors.ts';
import { guarded } from '../device/error-scopes.ts';
import { errorOfCall } from '../device/gpu-errors.ts';
import { own } from '../../own.ts';
import { placeIn, type BindingKind, type StructLayout, type WgslModule } from '../../shaders/wgsl-module.ts';
import { constantOf, packStructs, structOf, workgroupOf, type KernelShape } from './wgsl-layout.ts';

/** Numbers along x, y, z: of invocations, or of what they compute. */
export type Extent = readonly [number, number, number];

/** A dispatch of a stage. */
export interface StageDispatch {
  readonly entryPoint: string;
  /** What is computed along x, y, z. */
  readonly extent: Extent;
  /** Whether an invocation may compute several. */
  readonly isShared: boolean;
}

export type Resources = Readonly<Record<string, GPUBindingResource>>;

const entryLayouts: Readonly<Record<BindingKind, Omit<GPUBindGroupLayoutEntry, 'binding' | 'visibility'>>> = {
  uniform: { buffer: { type: 'uniform' } },
  read: { buffer: { type: 'read-only-storage' } },
  read_write: { buffer: { type: 'storage' } },
};

export class Kernel {
  readonly name: string;
  readonly wgsl: WgslModule;
  readonly shape: KernelShape;
  readonly #device: GPUDevice;
  readonly #groupLayout: GPUBindGroupLayout;
  readonly #pipelines: ReadonlyMap<string, GPUComputePipeline>;

  private constructor(
    name: string,
    wgsl: WgslModule,
    shape: KernelShape,
    device: GPUDevice,
    groupLayout: GPUBindGroupLayout,
    pipelines: ReadonlyMap<string, GPUComputePipeline>,
  ) {
    this.name = name;
    this.wgsl = wgsl;
    this.shape = shape;
    this.#device = device;
    this.#groupLayout = groupLayout;
    this.#pipelines = pipelines;
  }

  /**
   * Compiles a module; all its entry points share one bind group.
   * @param shape values of the module's overrides; default: those in the WGSL
   * @throws CamLensError `internal` with the compiler's messages, files and lines; `out-of-memory`, `gpu-failed` if the
   *   GPU cannot create the pipeline
   */
  static async create(device: GPUDevice, name: string, wgsl: WgslModule, shape: KernelShape = {}): Promise<Kernel> {
    const { code, layout, parts } = wgsl;
    const entryPoints = [...layout.workgroups.keys()];
    const { result, proof } = guarded(device, () => {
      const module = device.createShaderModule({ label: name, code });
      const groupLayout = device.createBindGroupLayout({
        label: name,
        entries: layout.bindings.map(({ index, kind }) => ({
          binding: index,
          visibility: GPUShaderStage.COMPUTE,
          ...entryLayouts[kind],
        })),
      });
      const pipelineLayout = device.createPipelineLayout({ bindGroupLayouts: [groupLayout] });
      const compiling = entryPoints.map((entryPoint) =>
        device.createComputePipelineAsync({
          label: `${name}.${entryPoint}`,
          layout: pipelineLayout,
          compute: { module, entryPoint, constants: shape },
        }),
      );
      return { module, groupLayout, compiled: Promise.all(compiling) };
    });
    const { module, groupLayout, compiled } = result;
    try {
      const pipelines = await compiled;
      await proof;
      const named = entryPoints.map((entryPoint, i) => [entryPoint, pipelines[i] as GPUComputePipeline] as const);
      return new Kernel(name, wgsl, shape, device, groupLayout, new Map(named));
    } catch (cause) {
      const { messages } = await module.getCompilationInfo();
      const lines = messages
        .filter(({ type }) => type === 'error')
        .map(({ lineNum, message }) => `${placeIn(parts, lineNum)}: ${message}`);
      if (lines.length === 0) throw errorOfCall(cause);
      throw new CamLensError('internal', `Shader ${name} does not compile: ${lines.join('; ')}`, { cause });
    }
  }

  /** Makes the bind group from the resource of every binding, by name. */
  bind(resources: Resources): GPUBindGroup {
    const entries = this.wgsl.layout.bindings.map(({ index, name }) => {
      const resource = own(resources, name);
      if (resource === undefined) throw new CamLensError('internal', `Shader ${this.name} needs the resource ${name}.`);
      return { binding: index, resource };
    });
    return this.#device.createBindGroup({ layout: this.#groupLayout, entries });
  }

  struct(name: string): StructLayout {
    return structOf(this.wgsl, name);
  }

  /** Packs this shader's uniform struct `Parameters`. */
  packParameters(values: Readonly<Record<string, number>>): ArrayBuffer {
    return packStructs(this.struct('Parameters'), [values]);
  }

  /** Invocations for so many values, where each computes `columns_each` × `rows_each`, constants of the shader. */
  invocationsFor([width, height, depth]: Extent): Extent {
    return [Math.ceil(width / this.#each('columns_each')), Math.ceil(height / this.#each('rows_each')), depth];
  }

  /** @param extent numbers of invocations */
  dispatch(pass: GPUComputePassEncoder, entryPoint: string, group: GPUBindGroup, extent: Extent): void {
    const pipeline = this.#pipelines.get(entryPoint);
    const workgroup = workgroupOf(this.wgsl, entryPoint, this.shape);
    if (pipeline === undefined) {
      throw new CamLensError('internal', `Shader ${this.name} has no entry point ${entryPoint}.`);
    }
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, group);
    pass.dispatchWorkgroups(
      Math.ceil(extent[0] / workgroup[0]),
      Math.ceil(extent[1] / workgroup[1]),
      Math.ceil(extent[2] / workgroup[2]),
    );
  }

  #each(name: 'columns_each' | 'rows_each'): number {
    const { constants, overrides } = this.wgsl.layout;
    return constants.has(name) || overrides.has(name) ? constantOf(this.wgsl, name, this.shape) : 1;
  }
}
