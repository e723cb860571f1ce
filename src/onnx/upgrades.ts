/**
 * The conversions, operator by operator; `since` is the operator set that introduced the resulting form, if any did.
 */
import { floatAttribute, intAttribute, intsAttribute, stringAttribute } from './attributes.ts';
import { attribute } from './build.ts';
import { withNode, type NodeProto } from './messages.ts';
import { CamLensError } from '../errors.ts';
import { decompositions } from './decompositions.ts';
import type { Upgrade } from './conversion.ts';

interface Conversion {
  readonly since: number;
  readonly convert: (upgrade: Upgrade) => NodeProto;
}

/** An attribute of integers becomes the second input; if it is absent, nothing changes. */
const intsToInput = (name: string, since: number): Conversion => ({
  since,
  convert: ({ node, constant, changed }) => {
    const ints = intsAttribute(node, name);
    return ints === undefined ? node : changed([node.input[0] ?? '', constant({ ints })], [name]);
  },
});

/** Until set 12, the axes from `axis` on were flattened into one. */
const softmax: Conversion = {
  since: 13,
  convert: ({ node, shapes, before }) => {
    const [input = ''] = node.input;
    const rank = shapes.get(input)?.length;
    const axis = intAttribute(node, 'axis') ?? 1;
    if (axis === -1 || (rank !== undefined && axis === rank - 1)) {
      return withNode(node, { attribute: [attribute('axis', { int: axis })] });
    }
    const flat = before('Flatten', [input], { axis: { int: axis } });
    const result = before(node.opType, [flat], { axis: { int: 1 } });
    return withNode(node, { opType: 'Reshape', input: [result, before('Shape', [input])], attribute: [] });
  },
};

/** The original Resize: x = y / scale, rounded down. */
function toResize(upgrade: Upgrade, scales: string): NodeProto {
  const { node, changed } = upgrade;
  const plain = changed([node.input[0] ?? '', '', scales], ['scales'], 'Resize');
  const places = attribute('coordinate_transformation_mode', { string: 'asymmetric' });
  const rounding = attribute('nearest_mode', { string: 'floor' });
  const isNearest = (stringAttribute(node, 'mode') ?? 'nearest') === 'nearest';
  return withNode(plain, { attribute: [...plain.attribute, places, ...(isNearest ? [rounding] : [])] });
}

export const upgrades: Readonly<Partial<Record<string, Conversion>>> = {
  BatchNormalization: {
    since: 9,
    convert: ({ node, changed }) => {
      if (intAttribute(node, 'spatial') !== 0) return changed(node.input, ['spatial']);
      const title = node.name || (node.output[0] ?? '');
      throw new CamLensError(
        'operator-unsupported',
        `The BatchNormalization node "${title}" has statistics for every pixel (spatial = 0), which later operator sets lack.`,
      );
    },
  },
  Clip: {
    since: 11,
    convert: ({ node, constant, changed }) => {
      const bounds = ['min', 'max'].map((name) => {
        const bound = floatAttribute(node, name);
        return bound === undefined ? '' : constant({ float: bound });
      });
      return changed([node.input[0] ?? '', ...bounds], ['min', 'max']);
    },
  },
  // Identity outside training, and not supported by every runtime.
  Dropout: {
    since: Infinity,
    convert: ({ node, isRead }) => {
      const [input = '', , training = ''] = node.input;
      const [output = '', mask = ''] = node.output;
      if (training !== '' || (mask !== '' && isRead(mask))) return node;
      return withNode(node, { opType: 'Identity', input: [input], output: [output], attribute: [] });
    },
  },
  Hardmax: softmax,
  LogSoftmax: softmax,
  Pad: {
    since: 11,
    convert: ({ node, constant, changed }) => {
      const value = floatAttribute(node, 'value') ?? 0;
      const inputs = [node.input[0] ?? '', constant({ ints: intsAttribute(node, 'pads') ?? [] })];
      return changed(value === 0 ? inputs : [...inputs, constant({ float: value })], ['pads', 'value']);
    },
  },
  ReduceSum: intsToInput('axes', 13),
  Resize: { since: 11, convert: (upgrade) => toResize(upgrade, upgrade.node.input[1] ?? '') },
  Scatter: { since: 11, convert: ({ node, changed }) => changed(node.input, [], 'ScatterElements') },
  Slice: {
    since: 10,
    convert: ({ node, constant, changed }) => {
      const lists = ['starts', 'ends', 'axes'].map((name) => intsAttribute(node, name));
      const inputs = lists.flatMap((ints) => (ints === undefined ? [] : [constant({ ints })]));
      return changed([node.input[0] ?? '', ...inputs], ['starts', 'ends', 'axes']);
    },
  },
  Softmax: softmax,
  Split: intsToInput('split', 13),
  Squeeze: intsToInput('axes', 13),
  TopK: {
    since: 10,
    convert: ({ node, constant, changed }) =>
      changed([node.input[0] ?? '', constant({ ints: [intAttribute(node, 'k') ?? 1] })], ['k']),
  },
  Unsqueeze: intsToInput('axes', 13),
  ...Object.fromEntries(Object.entries(decompositions).map(([name, convert]) => [name, { since: Infinity, convert }])),
  Upsample: {
    since: 10,
    convert: (upgrade) => {
      const { node, constant } = upgrade;
      const [, given = ''] = node.input;
      const floats = node.attribute.find(({ name }) => name === 'scales')?.floats;
      return toResize(upgrade, floats === undefined ? given : constant({ floats }));
    },
  },
};
