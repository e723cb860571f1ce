/** To whom GPU memory belongs: this program's buffers have labels, all others are ONNX Runtime's. */
import { bufferLabels } from '../../pipeline/device/buffer-labels.ts';

/** In the order in which they are listed. What each means is in `ownerNotes`. */
export const memoryOwners = [
  ...(['weights', 'activations', 'network parameters', 'network transfers'] as const),
  ...(['stages', 'parameters', 'read-back', 'timestamps', 'textures'] as const),
] as const;

export type MemoryOwner = (typeof memoryOwners)[number];

export const ownerNotes: Readonly<Record<MemoryOwner, string>> = {
  weights: 'storage that ONNX Runtime creates with a session',
  activations: 'storage that ONNX Runtime creates later: values between nodes, outputs',
  'network parameters': "uniforms of ONNX Runtime's kernels",
  'network transfers': "mappable buffers of ONNX Runtime's uploads and downloads",
  stages: 'arrays, pictures and scratch memory of the stages, those kept for reuse included',
  parameters: 'uniforms of the stages',
  'read-back': 'mappable buffers of the stages',
  timestamps: 'of timed stages',
  textures: "all textures but a canvas's own",
};

const byLabel: ReadonlyMap<string | undefined, MemoryOwner> = new Map([
  [bufferLabels.stages, 'stages'],
  [bufferLabels.parameters, 'parameters'],
  [bufferLabels.readBack, 'read-back'],
  [bufferLabels.timestamps, 'timestamps'],
]);

/** @param isLoading a session of ONNX Runtime is being created */
export function ownerOfBuffer({ label, usage }: GPUBufferDescriptor, isLoading: boolean): MemoryOwner {
  const owner = byLabel.get(label);
  if (owner !== undefined) return owner;
  if ((usage & (GPUBufferUsage.MAP_READ | GPUBufferUsage.MAP_WRITE)) !== 0) return 'network transfers';
  if ((usage & GPUBufferUsage.STORAGE) === 0 && (usage & GPUBufferUsage.UNIFORM) !== 0) return 'network parameters';
  return isLoading ? 'weights' : 'activations';
}
