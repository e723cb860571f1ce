import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClock } from '../../../src/benchmark/measure/create-clock.ts';
import { mostTimestamps } from '../../../src/benchmark/measure/timestamp-clock.ts';
import { timeAboveZero, type GpuClock } from '../../../src/benchmark/measure/gpu-clock.ts';
import { DeviceErrors } from '../../../src/pipeline/device/device-errors.ts';
import { deviceForTests } from '../../support/gpu.ts';

let device: GPUDevice;
let errors: DeviceErrors;
beforeAll(async () => {
  ({ device } = await deviceForTests());
  errors = new DeviceErrors(device);
});
afterAll(() => device.destroy());

/** A pass that writes a number of megabytes. */
function write(megabytes: number): (pass: GPUComputePassEncoder) => void {
  const code = `
    @group(0) @binding(0) var<storage, read_write> made: array<vec4u>;
    @compute @workgroup_size(64) fn main(@builtin(global_invocation_id) id: vec3u) {
      for (var i = 0u; i < 16u; i++) { made[id.x * 16u + i] = vec4u(id.x, i, 3u, 4u); }
    }`;
  const pipeline = device.createComputePipeline({
    layout: 'auto',
    compute: { module: device.createShaderModule({ code }) },
  });
  const size = megabytes * 2 ** 20;
  const buffer = device.createBuffer({ size, usage: GPUBufferUsage.STORAGE });
  const group = device.createBindGroup({
    layout: pipeline.getBindGroupLayout(0),
    entries: [{ binding: 0, resource: { buffer } }],
  });
  return (pass) => {
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, group);
    pass.dispatchWorkgroups(size / 16 / 16 / 64);
  };
}

describe.each(['timestamp-query', 'wall'] as const)('the clock %s', (kind) => {
  let clock: GpuClock;
  beforeAll(async () => void (clock = await createClock({ device, errors }, kind)));
  afterAll(() => clock.destroy());

  it('states its resolution and overhead', () => {
    expect(clock.kind).toBe(kind);
    expect(clock.quantumMs).toBeGreaterThan(0);
    expect(clock.quantumMs).toBeLessThan(1);
    expect(clock.overheadMs).toBeGreaterThanOrEqual(0);
  });

  it('adds up more passes than a query set can time', async () => {
    const encode = write(8);
    const one = Math.min(...(await several(() => clock.time([{ encode }]))));
    const passes = new Array(mostTimestamps + 1).fill({ encode });
    const many = Math.min(...(await several(() => clock.time(passes))));
    expect(many / one).toBeGreaterThan((mostTimestamps + 1) / 3);
  });

  it('runs the commands before a pass without timing them', async () => {
    const encode = write(1);
    const bare = Math.min(...(await several(() => clock.time([{ encode }]))));
    const [from, to] = [0, 1].map(() =>
      device.createBuffer({ size: 2 ** 26, usage: GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST }),
    );
    let copies = 0;
    const before = (encoder: GPUCommandEncoder): void => {
      copies++;
      for (let i = 0; i < 8; i++) encoder.copyBufferToBuffer(from!, 0, to!, 0, 2 ** 26);
    };
    const begunMs = performance.now();
    const timed = Math.min(...(await several(() => clock.time([{ before, encode }]))));
    await device.queue.onSubmittedWorkDone();
    const allMs = performance.now() - begunMs;
    expect(copies).toBe(5);
    expect(timed).toBeLessThan(Math.max(bare * 10, allMs / 10));
  });
});

async function several(measure: () => Promise<number>): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < 5; i++) times.push(await measure());
  return times;
}

describe('timeAboveZero', () => {
  const fake = (times: number[]): GpuClock => ({
    ...{ kind: 'timestamp-query', quantumMs: 1, overheadMs: 0 },
    time: async () => times.shift() ?? 0,
    destroy: () => undefined,
  });

  it('tries again if the clock stepped back', async () => expect(await timeAboveZero(fake([-3, 0, 2]), [])).toBe(2));

  it('gives up in the end', async () => {
    await expect(timeAboveZero(fake([]), [])).rejects.toMatchObject({ code: 'gpu-failed' });
  });
});
