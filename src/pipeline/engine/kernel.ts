/** One WGSL module ready to run: its pipelines, how its bindings are made, how it is dispatched. */
import { CamLensError } from '../../errors.ts';
import { guarded } from '../device/error-scopes.ts';
import { errorOfCall } from '../device/gpu-errors.ts';
import { packStructs, readWgslLayout, type BindingKind, type StructLayout, type WgslLayout } from './wgsl-layout.ts';
import { own } from '../../own.ts';

/** Invocations wanted along x, y, z. */
export type Extent = readonly [number, number, number];

export type Resources = Readonly<Record<string, GPUBindingResource>>;

const entryLayouts: Readonly<Record<BindingKind, Omit<GPUBindGroupLayoutEntry, 'binding' | 'visibility'>>> = {
  uniform: { buffer: { type: 'uniform' } },
  read: { buffer: { type: 'read-only-storage' } },
  read_write: { buffer: { type: 'storage' } },
  // The format of the canvas that `blend` paints.
  texture: { storageTexture: { access: 'write-only', format: 'rgba8unorm' } },
};

export class Kernel {
  readonly name: string;
  readonly layout: WgslLayout;
  readonly #device: GPUDevice;
  readonly #groupLayout: GPUBindGroupLayout;
  readonly #pipelines: ReadonlyMap<string, GPUComputePipeline>;

  private constructor(
    name: string,
    layout: WgslLayout,
    device: GPUDevice,
    groupLayout: GPUBindGroupLayout,
    pipelines: ReadonlyMap<string, GPUComputePipeline>,
  ) {
    this.name = name;
    this.layout = layout;
    this.#device = device;
    this.#groupLayout = groupLayout;
    this.#pipelines = pipelines;
  }

  /**
   * Compiles a module; all its entry points share one bind group.
   * @throws CamLensError `internal` with the compiler's words; `out-of-memory`, `gpu-failed` where the GPU makes no pipeline
   */
  static async create(device: GPUDevice, name: string, wgsl: string): Promise<Kernel> {
    const layout = readWgslLayout(wgsl);
    const entryPoints = [...layout.workgroups.keys()];
    const { result, proof } = guarded(device, () => {
      const module = device.createShaderModule({ label: name, code: wgsl });
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
          compute: { module, entryPoint },
        }),
      );
      return { module, groupLayout, compiled: Promise.all(compiling) };
    });
    const { module, groupLayout, compiled } = result;
    try {
      const pipelines = await compiled;
      await proof;
      const named = entryPoints.map((entryPoint, i) => [entryPoint, pipelines[i] as GPUComputePipeline] as const);
      return new Kernel(name, layout, device, groupLayout, new Map(named));
    } catch (cause) {
      const { messages } = await module.getCompilationInfo();
      const lines = messages
        .filter(({ type }) => type === 'error')
        .map(({ lineNum, message }) => `line ${lineNum}: ${message}`);
      if (lines.length === 0) throw errorOfCall(cause);
      throw new CamLensError('internal', `Shader ${name} does not compile: ${lines.join('; ')}`, { cause });
    }
  }

  /** Every binding of the WGSL, by name. */
  bind(resources: Resources): GPUBindGroup {
    const entries = this.layout.bindings.map(({ index, name }) => {
      const resource = own(resources, name);
      if (resource === undefined) throw new CamLensError('internal', `Shader ${this.name} was not given ${name}.`);
      return { binding: index, resource };
    });
    return this.#device.createBindGroup({ layout: this.#groupLayout, entries });
  }

  struct(name: string): StructLayout {
    const struct = this.layout.structs.get(name);
    if (struct === undefined) throw new CamLensError('internal', `Shader ${this.name} has no struct ${name}.`);
    return struct;
  }

  /** The uniform struct `Parameters` of this shader. */
  packParameters(values: Readonly<Record<string, number>>): ArrayBuffer {
    return packStructs(this.struct('Parameters'), [values]);
  }

  dispatch(pass: GPUComputePassEncoder, entryPoint: string, group: GPUBindGroup, extent: Extent): void {
    const pipeline = this.#pipelines.get(entryPoint);
    const workgroup = this.layout.workgroups.get(entryPoint);
    if (pipeline === undefined || workgroup === undefined) {
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
}
