import { expect, test } from 'vitest';
import { Kernel } from '../../../src/pipeline/engine/kernel.ts';
import { constantOf, packStructs, structOf } from '../../../src/pipeline/engine/wgsl-layout.ts';
import { placeIn, type WgslModule } from '../../../src/shaders/wgsl-module.ts';
import { deviceForTests } from '../../support/gpu.ts';
import broken from './wgsl/broken.wgsl';
import padded from './wgsl/padded.wgsl';

const shaders = import.meta.glob<WgslModule>('/src/shaders/**/*.wgsl', { eager: true, import: 'default' });

test.each(Object.entries(shaders))(
  '%s compiles alone, with what it imports, and without a warning',
  async (_, { code, parts }) => {
    const { device } = await deviceForTests();
    // What needs an optional feature says so, and compiles where it is.
    if (code.includes('enable f16;') && !device.features.has('shader-f16')) return device.destroy();
    device.pushErrorScope('validation');
    const { messages } = await device.createShaderModule({ code }).getCompilationInfo();
    await device.popErrorScope();
    device.destroy();
    expect(messages.map(({ lineNum, message }) => `${placeIn(parts, lineNum)}: ${message}`)).toEqual([]);
  },
);

test('what does not compile is told with the file and the line there', async () => {
  const { device } = await deviceForTests();
  const line = broken.code.split('\n').findIndex((content) => content.includes('3.5'));
  // The line among all that is compiled is another one.
  expect(line + 1).toBe(4);
  const failing = Kernel.create(device, 'broken', broken);
  await expect(failing).rejects.toMatchObject({ code: 'internal' });
  await expect(failing).rejects.toThrow(/^Shader broken does not compile: .*broken-part\.wgsl:4: /);
  const rest: WgslModule = { ...broken, code: broken.code.replace('3.5', '3u') };
  await expect(Kernel.create(device, 'broken', rest)).rejects.toThrow(/[^-]broken\.wgsl:10: .*four/);
  device.destroy();
});

test('the GPU finds every field where it was packed', async () => {
  const { device } = await deviceForTests();
  const kernel = await Kernel.create(device, 'padded', padded);
  const struct = structOf(padded, 'Padded');
  const names = [...struct.fields.keys()];
  expect(names).toHaveLength(constantOf(padded, 'fields'));
  const values = [0, 1].map((row) => names.map((_, i) => 100 * row + i + 1));
  const packed = packStructs(
    struct,
    values.map((row) => Object.fromEntries(names.map((name, i) => [name, row[i]!]))),
  );
  const rows = device.createBuffer({
    size: packed.byteLength,
    usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST,
  });
  device.queue.writeBuffer(rows, 0, packed);
  const size = 4 * values.flat().length;
  const found = device.createBuffer({ size, usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC });
  const read = device.createBuffer({ size, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST });
  const encoder = device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  kernel.dispatch(pass, 'spell', kernel.bind({ rows: { buffer: rows }, found: { buffer: found } }), [2, 1, 1]);
  pass.end();
  encoder.copyBufferToBuffer(found, 0, read, 0, size);
  device.queue.submit([encoder.finish()]);
  await read.mapAsync(GPUMapMode.READ);
  expect([...new Float32Array(read.getMappedRange())]).toEqual(values.flat());
  device.destroy();
});
