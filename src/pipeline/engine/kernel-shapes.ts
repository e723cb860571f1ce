/** The shapes of the stages' shaders: sizes of workgroups, and rows per invocation. Every shape gives the same bits. */
import type { Device } from '../device/device.ts';
import type { StageName } from './stage-names.ts';
import type { KernelShape } from './wgsl-layout.ts';

/** Stages without one have the shape written in their WGSL. */
export type KernelShapes = Readonly<Partial<Record<StageName, KernelShape>>>;

/** Found by `bench variants` on SwiftShader: a CPU pays for every invocation. See docs/decisions/variants.md. */
const onSoftware: KernelShapes = {
  upsample: { group_columns: 128, group_rows: 1, rows_each: 256 },
  blend: { group_columns: 256, group_rows: 1, rows_each: 64 },
};

/** The shapes used where none were measured. */
export function usualShapes({ isSoftware }: Pick<Device, 'isSoftware'>): KernelShapes {
  return isSoftware ? onSoftware : {};
}
