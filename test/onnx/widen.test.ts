/** Networks whose weights are stored narrowly, against the same networks with the same weights in float32. */
import { create } from '@bufbuild/protobuf';
import { TensorProtoSchema, TypeProtoSchema, ValueInfoProtoSchema } from 'onnx-buf';
import { describe, expect, it } from 'vitest';
import { floatTensor, node } from '../../src/onnx/build.ts';
import { fromFloat16, toFloat16 } from '../../src/onnx/half.ts';
import { DataType, withElementType, withGraph, type Model, type TensorProto } from '../../src/onnx/messages.ts';
import { otherFormats, widenModel } from '../../src/onnx/widen.ts';
import { networks, side } from '../autodiff/networks/index.ts';
import { runModel, tensor } from '../autodiff/run-model.ts';
import { randomFrom, randomValues } from '../support/random.ts';
import { addGradients } from '../support/rewrites.ts';

const picture = tensor([2, 3, side, side], randomValues(2 * 3 * side * side, 1, randomFrom(6)));

function stored(
  name: string,
  dataType: number,
  dims: readonly number[],
  values: Float64Array | Int8Array | Uint8Array | Uint16Array,
): TensorProto {
  const rawData = new Uint8Array(values.buffer as ArrayBuffer, values.byteOffset, values.byteLength).slice();
  return create(TensorProtoSchema, { name, dataType, dims: dims.map(BigInt), rawData });
}

function floatsOf({ rawData }: TensorProto): Float32Array<ArrayBuffer> {
  return new Float32Array(rawData.slice().buffer);
}

const isFloat = ({ dataType }: TensorProto): boolean => dataType === DataType.FLOAT;

/** The network with the values that float16 has of its weights. */
function rounded(model: Model): Model {
  const initializer = model.graph.initializer.map((weight) =>
    isFloat(weight)
      ? floatTensor(weight.name, weight.dims.map(Number), fromFloat16(toFloat16(floatsOf(weight))))
      : weight,
  );
  return withGraph(model, { initializer });
}

async function logitsOf(model: Model): Promise<readonly number[]> {
  const [output] = Object.values(await runModel(model, { input: picture }));
  return [...output!.values];
}

async function expectSame(widened: Model, expected: Model): Promise<void> {
  const [found, wanted] = [await logitsOf(widened), await logitsOf(expected)];
  for (const [i, value] of found.entries()) expect(value).toBeCloseTo(wanted[i]!, 5);
}

describe.each(['ResNet', 'ConvNeXt'])('%s', (family) => {
  const { model, layers } = networks[family]!();

  it('in float16 throughout computes in float32 with the same weights', async () => {
    const halve = (infos: typeof model.graph.input) =>
      infos.map(({ name, type }) => {
        if (type?.value.case !== 'tensorType') throw new Error('no tensor');
        const value = { ...type.value.value, elemType: DataType.FLOAT16 };
        return create(ValueInfoProtoSchema, {
          name,
          type: create(TypeProtoSchema, { value: { case: 'tensorType', value } }),
        });
      });
    const half = withGraph(model, {
      initializer: model.graph.initializer.map((weight) =>
        isFloat(weight)
          ? stored(weight.name, DataType.FLOAT16, weight.dims.map(Number), toFloat16(floatsOf(weight)))
          : weight,
      ),
      ...{ input: halve(model.graph.input), output: halve(model.graph.output), valueInfo: [] },
    });
    expect(otherFormats(half)).toEqual(['float16']);
    const widened = widenModel(half);
    expect(otherFormats(widened)).toEqual([]);
    await expectSame(widened, rounded(model));
    expect(addGradients(half, { layers: { last: layers.at(-1)! } }).layers['last']).toBeDefined();
  });

  it('in float64 throughout computes in float32, with gradients', async () => {
    const double = (infos: typeof model.graph.input) => infos.map((info) => withElementType(info, DataType.DOUBLE));
    const whole = withGraph(model, {
      initializer: model.graph.initializer.map((weight) =>
        isFloat(weight)
          ? stored(weight.name, DataType.DOUBLE, weight.dims.map(Number), Float64Array.from(floatsOf(weight)))
          : weight,
      ),
      ...{ input: double(model.graph.input), output: double(model.graph.output), valueInfo: [] },
    });
    expect(otherFormats(whole)).toEqual(['float64']);
    await expectSame(widenModel(whole), model);
    expect(addGradients(whole, { layers: { last: layers.at(-1)! } }).layers['last']).toBeDefined();
  });

  it('whose weights alone are float16, cast where they are read, has no cast left', async () => {
    const floats = model.graph.initializer.filter(isFloat);
    const cast = withGraph(model, {
      node: [
        ...floats.map(({ name }) => node('Cast', [`${name}/half`], [name], { to: { int: 1 } })),
        ...model.graph.node,
      ],
      initializer: model.graph.initializer.map((weight) =>
        isFloat(weight)
          ? stored(`${weight.name}/half`, DataType.FLOAT16, weight.dims.map(Number), toFloat16(floatsOf(weight)))
          : weight,
      ),
    });
    const widened = widenModel(cast);
    expect(widened.graph.node.filter(({ opType }) => opType === 'Cast')).toEqual([]);
    await expectSame(widened, rounded(model));
    await expectSame(widened, cast);
  });

  it.each([
    ['int8, a scale for each output channel', DataType.INT8, false],
    ['uint8, with zero points', DataType.UINT8, true],
  ])('in %s has what ONNX Runtime makes of it', async (_, type, hasZero) => {
    const large = model.graph.initializer.filter((weight) => isFloat(weight) && weight.dims.length === 4);
    const nodes = large.map(({ name }) =>
      node('DequantizeLinear', [`${name}/q`, `${name}/scale`, ...(hasZero ? [`${name}/zero`] : [])], [name], {
        axis: { int: 0 },
      }),
    );
    const tensors = large.flatMap((weight) => {
      const dims = weight.dims.map(Number);
      const values = floatsOf(weight);
      const inner = values.length / dims[0]!;
      const scales = Float32Array.from({ length: dims[0]! }, (__, c) => {
        const most = Math.max(...values.subarray(c * inner, (c + 1) * inner).map(Math.abs));
        return most / 127;
      });
      const zeros = Uint8Array.from(scales, (__, c) => 120 + (c % 16));
      const whole = values.map((value, i) => Math.round(value / scales[Math.floor(i / inner)]!));
      const q = hasZero
        ? Uint8Array.from(whole, (value, i) => Math.min(255, Math.max(0, value + zeros[Math.floor(i / inner)]!)))
        : Int8Array.from(whole);
      return [
        stored(`${weight.name}/q`, type, dims, q),
        floatTensor(`${weight.name}/scale`, [dims[0]!], scales),
        ...(hasZero ? [stored(`${weight.name}/zero`, type, [dims[0]!], zeros)] : []),
      ];
    });
    const others = model.graph.initializer.filter((weight) => !large.includes(weight));
    const quantised = withGraph(model, { node: [...nodes, ...model.graph.node], initializer: [...others, ...tensors] });
    expect(otherFormats(quantised)).toEqual([hasZero ? 'uint8' : 'int8']);
    const widened = widenModel(quantised);
    expect(widened.graph.node.map(({ opType }) => opType)).toEqual(model.graph.node.map(({ opType }) => opType));
    expect(widened.graph.initializer).toHaveLength(model.graph.initializer.length);
    await expectSame(widened, quantised);
  });
});

it('leaves a model in float32 as it is', () => {
  const { model } = networks['ResNet']!();
  expect(widenModel(model)).toBe(model);
  expect(otherFormats(model)).toEqual([]);
});
