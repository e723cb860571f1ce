/** The best clock that a device has. */
import { Kernel } from '../../pipeline/engine/kernel.ts';
import emptyWgsl from '../../shaders/ceilings/empty.wgsl';
import type { ClockedDevice, ClockKind, GpuClock, TimedPass } from './gpu-clock.ts';
import { TimestampClock } from './timestamp-clock.ts';
import { WallClock } from './wall-clock.ts';

/** @param kind `wall` is always available. Default: the best available */
export async function createClock(given: ClockedDevice, kind: ClockKind = 'timestamp-query'): Promise<GpuClock> {
  const { device } = given;
  const empty = await Kernel.create(device, 'empty', emptyWgsl);
  const group = empty.bind({});
  const nothing: TimedPass = { encode: (pass) => empty.dispatch(pass, 'nothing', group, [1, 1, 1]) };
  const timestamps =
    kind === 'timestamp-query' && device.features.has('timestamp-query')
      ? await TimestampClock.create(given, nothing)
      : null;
  return timestamps ?? WallClock.create(given, nothing);
}
