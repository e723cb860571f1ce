/**
 * Faults of a GPU at a chosen call, reported like real ones: by error scopes or, if no scope is open, by a late
 * `uncapturederror`. The prototypes of WebGPU are wrapped, so that every caller is affected, including ONNX Runtime.
 */
import { isFullSweep } from './full-sweep.ts';

export const gpuSites = ['createBuffer', 'createComputePipeline', 'submit', 'mapAsync'] as const;
export type GpuSite = (typeof gpuSites)[number];

export const gpuFaultKinds = ['invalid', 'throws', 'out of memory', 'device destroyed'] as const;
export type GpuFaultKind = (typeof gpuFaultKinds)[number];

/** What is tried at each site unless the sweep is full: each kind at least once, each site with two. */
const sampledKinds: Readonly<Record<GpuSite, readonly GpuFaultKind[]>> = {
  createBuffer: ['invalid', 'out of memory'],
  createComputePipeline: ['out of memory', 'device destroyed'],
  submit: ['invalid', 'device destroyed'],
  mapAsync: ['device destroyed', 'throws'],
};

/** The kinds of faults that a sweep tries at a site. A new device takes seconds on a software adapter. */
export function kindsAt(site: GpuSite): readonly GpuFaultKind[] {
  return isFullSweep() ? gpuFaultKinds : sampledKinds[site];
}

export interface GpuFault {
  readonly site: GpuSite;
  readonly kind: GpuFaultKind;
  /** From 1; counted since the faults were installed. */
  readonly call: number;
  /** Every call from that one on. */
  readonly lasting?: boolean;
}

interface Scope {
  readonly filter: GPUErrorFilter;
  error: GPUError | null;
}

/** How late an error comes that no scope holds. */
const lateMs = 5;

let fault: GpuFault | undefined;
let onHit: () => void = () => undefined;
let isInstalled = false;
const made = new Map<GpuSite, number>();
const scopes = new WeakMap<GPUDevice, Scope[]>();
const owners = new WeakMap<object, GPUDevice>();

/**
 * Disturbs one call from now on, counting from 1 again; without a fault, calls are only counted.
 * @param hit called once the fault has occurred
 */
export function disturb(next?: GpuFault, hit: () => void = () => undefined): void {
  if (!isInstalled) install();
  fault = next;
  onHit = hit;
  made.clear();
}

/** Calls since `disturb`. */
export function callsOf(site: GpuSite): number {
  return made.get(site) ?? 0;
}

/** Whether the fault has occurred. */
export function isDisturbed(): boolean {
  return fault !== undefined && callsOf(fault.site) >= fault.call;
}

function dueAt(site: GpuSite): GpuFaultKind | undefined {
  const call = callsOf(site) + 1;
  made.set(site, call);
  if (fault?.site !== site) return undefined;
  if (call === fault.call) queueMicrotask(onHit);
  return call === fault.call || (fault.lasting === true && call > fault.call) ? fault.kind : undefined;
}

/** Hands an error to the innermost scope for it, or else to the device, late. */
function tell(device: GPUDevice, error: GPUError, filter: GPUErrorFilter): void {
  const scope = scopes.get(device)?.findLast((one) => one.filter === filter);
  if (scope !== undefined) {
    scope.error ??= error;
    return;
  }
  setTimeout(() => device.dispatchEvent(new GPUUncapturedErrorEvent('uncapturederror', { error })), lateMs);
}

function tellOf(device: GPUDevice, kind: GpuFaultKind, what: string): void {
  const message = `${what} was made to fail`;
  if (kind === 'out of memory') tell(device, new GPUOutOfMemoryError(message), 'out-of-memory');
  else tell(device, new GPUValidationError(message), 'validation');
}

function thrown(site: GpuSite): DOMException {
  return new DOMException(`${site} was made to throw`, 'OperationError');
}

type Method = (this: never, ...parameters: never[]) => unknown;

/** Replaces a method by `made`, which receives the original. */
function wrap<Target extends object>(
  prototype: Target,
  name: keyof Target,
  wrapped: (original: Method) => Method,
): void {
  Object.defineProperty(prototype, name, {
    value: wrapped(prototype[name] as Method),
    configurable: true,
    writable: true,
  });
}

function install(): void {
  isInstalled = true;
  const device = GPUDevice.prototype;
  const push = device.pushErrorScope;
  const pop = device.popErrorScope;
  const createBuffer = device.createBuffer;

  /** Creates an invalid object without an exception. */
  function silently<Made>(on: GPUDevice, make: () => Made): Made {
    push.call(on, 'validation');
    const result = make();
    void pop.call(on);
    return result;
  }

  wrap(
    GPUAdapter.prototype,
    'requestDevice',
    (original) =>
      async function (this: GPUAdapter, ...given) {
        const found = (await original.apply(this as never, given)) as GPUDevice;
        owners.set(found.queue, found);
        return found;
      },
  );

  wrap(
    device,
    'pushErrorScope',
    () =>
      function (this: GPUDevice, filter: GPUErrorFilter) {
        const own = scopes.get(this) ?? [];
        scopes.set(this, own);
        own.push({ filter, error: null });
        push.call(this, filter);
      },
  );

  wrap(
    device,
    'popErrorScope',
    () =>
      async function (this: GPUDevice) {
        const scope = scopes.get(this)?.pop();
        const real = await pop.call(this);
        return scope?.error ?? real;
      },
  );

  wrap(
    device,
    'createBuffer',
    () =>
      function (this: GPUDevice, descriptor: GPUBufferDescriptor) {
        const kind = dueAt('createBuffer');
        if (kind === 'throws') throw thrown('createBuffer');
        if (kind === 'device destroyed') this.destroy();
        const isBad = kind === 'invalid' || kind === 'out of memory';
        if (isBad) tellOf(this, kind, 'A buffer');
        const usage = GPUBufferUsage.MAP_READ | GPUBufferUsage.MAP_WRITE;
        const buffer = isBad
          ? silently(this, () => createBuffer.call(this, { ...descriptor, usage }))
          : createBuffer.call(this, descriptor);
        owners.set(buffer, this);
        return buffer;
      },
  );

  for (const name of ['createComputePipeline', 'createComputePipelineAsync'] as const) {
    wrap(
      device,
      name,
      (original) =>
        function (this: GPUDevice, ...given) {
          const kind = dueAt('createComputePipeline');
          if (kind === 'throws') {
            if (name === 'createComputePipeline') throw thrown('createComputePipeline');
            return Promise.reject(thrown('createComputePipeline'));
          }
          if (kind === 'device destroyed') this.destroy();
          if (kind !== 'invalid' && kind !== 'out of memory') return original.apply(this as never, given);
          if (name === 'createComputePipelineAsync') {
            const reason = kind === 'invalid' ? 'validation' : 'internal';
            return Promise.reject(new GPUPipelineError('A pipeline was made to fail', { reason }));
          }
          tellOf(this, kind, 'A pipeline');
          const [descriptor] = given as unknown as [GPUComputePipelineDescriptor];
          const compute = { ...descriptor.compute, entryPoint: 'there_is_none' };
          return silently(this, () => original.apply(this as never, [{ ...descriptor, compute }] as never));
        },
    );
  }

  wrap(
    GPUQueue.prototype,
    'submit',
    (original) =>
      function (this: GPUQueue, ...given) {
        const kind = dueAt('submit');
        const owner = owners.get(this);
        if (kind === 'throws') throw thrown('submit');
        if (kind === undefined || owner === undefined) return original.apply(this as never, given);
        if (kind === 'device destroyed') {
          owner.destroy();
          return original.apply(this as never, given);
        }
        // Nothing of it runs.
        tellOf(owner, kind, 'A submit');
        return undefined;
      },
  );

  wrap(
    GPUBuffer.prototype,
    'mapAsync',
    (original) =>
      function (this: GPUBuffer, ...given) {
        const kind = dueAt('mapAsync');
        const owner = owners.get(this);
        if (kind === 'throws') return Promise.reject(thrown('mapAsync'));
        if (kind === undefined || owner === undefined) return original.apply(this as never, given);
        if (kind === 'device destroyed') {
          owner.destroy();
          return original.apply(this as never, given);
        }
        tellOf(owner, kind, 'A mapping');
        return Promise.reject(new DOMException('A mapping was made to fail', 'OperationError'));
      },
  );
}
