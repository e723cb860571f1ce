/** The machine for stages that run partly on the GPU and partly in TypeScript. */
import { CamLensError } from '../../errors.ts';
import { chooseBackend, type ChosenBackend } from '../device/backend.ts';
import { checkSplit, splitNotice, type StageSplit } from '../engine/bisect/stage-split.ts';
import type { BackendChoice } from '../types.ts';

/**
 * The network runs in WebAssembly, so that both engines can read its outputs.
 * @throws CamLensError `bad-option` if another backend is demanded or no stage has that name; `no-webgpu`
 */
export async function chooseSplit(choice: BackendChoice, split: StageSplit): Promise<ChosenBackend> {
  checkSplit(split);
  if (choice !== 'auto' && choice !== 'wasm') {
    const why = 'where stages are split or compared, the network runs in WebAssembly and stages on the GPU';
    throw new CamLensError('bad-option', `The backend cannot be ${choice}: ${why}. Use auto or wasm.`);
  }
  const chosen = await chooseBackend('wasm');
  if (chosen.device === null) {
    throw new CamLensError(
      'no-webgpu',
      `Stages cannot be split or compared: ${chosen.notice ?? 'there is no WebGPU.'}`,
    );
  }
  const notice = [chosen.notice, splitNotice(split)].filter((sentence) => sentence !== undefined).join(' ');
  return { ...chosen, notice };
}
