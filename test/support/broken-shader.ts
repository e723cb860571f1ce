/** Shaders that are wrong on purpose. */

export interface Fault {
  readonly stage: string;
  /** What its WGSL says, once, and what it says instead. */
  readonly is: string;
  readonly becomes: string;
}

/** Every device compiles the wrong shaders until the work is done; one fault a stage. */
export async function withBroken<Result>(faults: readonly Fault[], work: () => Promise<Result>): Promise<Result> {
  const { prototype } = GPUDevice;
  const create = Object.getOwnPropertyDescriptor(prototype, 'createShaderModule') as PropertyDescriptor & {
    value: GPUDevice['createShaderModule'];
  };
  const broken = function (this: GPUDevice, descriptor: GPUShaderModuleDescriptor): GPUShaderModule {
    const fault = faults.find(({ stage }) => stage === descriptor.label);
    if (fault === undefined) return create.value.call(this, descriptor);
    const { stage, is, becomes } = fault;
    const parts = descriptor.code.split(is);
    if (parts.length !== 2) throw new Error(`${stage} says "${is}" ${parts.length - 1} times`);
    return create.value.call(this, { ...descriptor, code: parts.join(becomes) });
  };
  Object.defineProperty(prototype, 'createShaderModule', { ...create, value: broken });
  try {
    return await work();
  } finally {
    Object.defineProperty(prototype, 'createShaderModule', create);
  }
}
