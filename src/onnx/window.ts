/** The sliding window of Conv and the pools: one entry per spatial axis, with defaults filled in. */
import { intAttribute, intsAttribute, stringAttribute } from './attributes.ts';
import type { NodeProto } from './messages.ts';
import { shiftDimension, unknownDimension, type Dimension } from './dimensions.ts';

export interface Window {
  readonly kernel: readonly number[];
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  /** Rows the kernel covers: (kernel − 1) · dilation + 1. */
  readonly extent: readonly number[];
  /** Zeros before and after. */
  readonly before: readonly number[];
  readonly after: readonly number[];
  /** The pools' ceil_mode: the last window may extend beyond the padded edge. */
  readonly ceil: boolean;
}

/**
 * @param kernel of a Conv, from its weights; pools have theirs in kernel_shape
 * @param spatial the input's dimensions without batch and channels, as far as known: auto_pad depends on them
 * @returns undefined if kernel or pads are not known before the graph runs
 */
export function readWindow(
  node: NodeProto,
  kernel: readonly (number | undefined)[] | undefined,
  spatial: readonly Dimension[] | undefined,
): Window | undefined {
  const sizes = intsAttribute(node, 'kernel_shape') ?? kernel;
  if (sizes === undefined || !sizes.every((size) => size !== undefined)) return undefined;
  const strides = intsAttribute(node, 'strides') ?? sizes.map(() => 1);
  const dilations = intsAttribute(node, 'dilations') ?? sizes.map(() => 1);
  const extent = sizes.map((size, axis) => (size - 1) * (dilations[axis] ?? 1) + 1);
  const padding = readPadding(node, extent, strides, spatial);
  if (padding === undefined) return undefined;
  return { kernel: sizes, strides, dilations, extent, ...padding, ceil: intAttribute(node, 'ceil_mode') === 1 };
}

/** Output size, floor((in + before + after − extent) / stride) + 1 (or ceil). */
export function windowedSize(input: Dimension, window: Window, axis: number): Dimension {
  const stride = window.strides[axis] ?? 1;
  const spare = (window.before[axis] ?? 0) + (window.after[axis] ?? 0) - (window.extent[axis] ?? 1);
  const round = window.ceil ? 'ceil' : 'floor';
  if (typeof input === 'number') {
    const steps = Math[round]((input + spare) / stride);
    const before = window.before[axis] ?? 0;
    // A window that would start after the picture and its leading padding is left out.
    const beginsOutside = window.ceil && steps * stride >= input + before;
    return beginsOutside ? steps : steps + 1;
  }
  if (input === unknownDimension) return unknownDimension;
  if (stride === 1) return shiftDimension(input, spare + 1);
  return `${round}((${shiftDimension(input, spare)})/${stride})+1`;
}

function readPadding(
  node: NodeProto,
  extent: readonly number[],
  strides: readonly number[],
  spatial: readonly Dimension[] | undefined,
): Pick<Window, 'before' | 'after'> | undefined {
  const mode = stringAttribute(node, 'auto_pad') ?? 'NOTSET';
  if (mode === 'SAME_UPPER' || mode === 'SAME_LOWER') {
    const totals = extent.map((size, axis) => samePadding(size, strides[axis] ?? 1, spatial?.[axis]));
    if (!totals.every((total) => total !== undefined)) return undefined;
    const halves = totals.map((total) => Math.floor(total / 2));
    const rests = totals.map((total) => Math.ceil(total / 2));
    return mode === 'SAME_UPPER' ? { before: halves, after: rests } : { before: rests, after: halves };
  }
  const pads = mode === 'VALID' ? undefined : intsAttribute(node, 'pads');
  return {
    before: extent.map((_, axis) => pads?.[axis] ?? 0),
    after: extent.map((_, axis) => pads?.[axis + extent.length] ?? 0),
  };
}

/** Total padding for an output of ceil(in / stride); with stride 1 it is the same for every size. */
function samePadding(extent: number, stride: number, input: Dimension | undefined): number | undefined {
  if (stride === 1) return extent - 1;
  if (typeof input !== 'number') return undefined;
  return Math.max(0, (Math.ceil(input / stride) - 1) * stride + extent - input);
}
