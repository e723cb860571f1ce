/**
 * Stops waiting for a device that is lost. A wait leaves nothing behind: `device.lost` itself would keep a reference to
 * each race for as long as the device lives.
 */
import { lostDevice } from './gpu-errors.ts';

type Reject = (error: unknown) => void;

const waiting = new WeakMap<GPUDevice, Set<Reject>>();

function waitingFor(device: GPUDevice): Set<Reject> {
  const known = waiting.get(device);
  if (known !== undefined) return known;
  const rejects = new Set<Reject>();
  waiting.set(device, rejects);
  void device.lost.then(({ message, reason }) => {
    const error = lostDevice(reason === 'destroyed' ? 'it was destroyed' : message);
    for (const reject of rejects) reject(error);
    // Later waits get a new set.
    waiting.delete(device);
  });
  return rejects;
}

/** @throws CamLensError `device-lost` as soon as the device is lost; the work's own errors before that */
export async function unlessLost<Result>(device: GPUDevice, work: Promise<Result>): Promise<Result> {
  const rejects = waitingFor(device);
  let ending: Reject | undefined;
  try {
    return await new Promise<Result>((resolve, reject) => {
      ending = reject;
      rejects.add(reject);
      work.then(resolve, reject);
    });
  } finally {
    if (ending !== undefined) rejects.delete(ending);
  }
}
