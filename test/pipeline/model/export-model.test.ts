import { expect, it } from 'vitest';
import { writeModel } from '../../../src/onnx/write.ts';
import { exportModel } from '../../../src/pipeline/model/export-model.ts';
import { openModel } from '../../../src/pipeline/model/model.ts';
import { gem } from '../../autodiff/networks/gem.ts';

it('an export whose layers are padded can be opened and exported again', async () => {
  const { model, layers } = gem();
  const bytes = writeModel(model);
  const named = Object.fromEntries(layers.map((value, i) => [`layer${i}`, value]));
  const noText = (): Promise<string> => Promise.reject(new Error('No file is beside it.'));
  const first = await openModel(bytes, { layers: named }, 'gem.onnx', noText);
  const once = exportModel(first, { version: '0', layers: Object.keys(named) });
  // Without a description: the file describes itself.
  const second = await openModel(new Uint8Array(Buffer.concat(once.chunks)), {}, 'again.onnx', noText);
  expect(second.description.layers).toEqual({
    // These two are padded.
    ...{ layer0: 'activations/layer0', layer1: 'activations/layer1' },
    layer2: layers[2],
  });
  expect(Object.keys(exportModel(second, { version: '0', layers: Object.keys(named) }).document.layers)).toEqual(
    Object.keys(named),
  );
});
