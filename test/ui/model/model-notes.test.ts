import { describe, expect, it } from 'vitest';
import { loadModelFiles } from '../../../src/pipeline/model/model-files.ts';
import { normalizations } from '../../../src/pipeline/model/normalizations.ts';
import { tellNotes } from '../../../src/ui/model/model-notes.ts';
import { tinyModel } from '../../support/tiny-model.ts';

const onnx = new File([tinyModel().bytes], 'tiny.onnx');
/** What loading notes. */
const linkNote = 'tiny.onnx outputs scores: softmax was assumed for their probabilities.';
const beside = (json: unknown): File => new File([JSON.stringify(json)], 'tiny.json');
const notesOf = async (...files: readonly File[]): Promise<readonly string[]> =>
  tellNotes(await loadModelFiles({ files: [onnx, ...files] }));

describe('the notes on a model', () => {
  it('say what the files do not', async () => {
    expect(await notesOf()).toEqual([
      'The files do not say how large the pictures are that the network takes; 224 × 224 pixels were assumed. ' +
        'Add a description (.json) with "size" beside the model to say it.',
      'The files do not say how pictures are normalised; ImageNet statistics were assumed. ' +
        'Add a description (.json) with "normalization" beside the model to say it.',
      'The files do not name the classes; “class 0” to “class 4” are used. ' +
        'Add a list of names (.json or .txt) beside the model.',
      linkNote,
    ]);
  });

  it('are none if the files say it, in the way that the notes ask for', async () => {
    expect(await notesOf(beside({ size: 32, normalization: 'tf', classes: ['a', 'b', 'c', 'd', 'e'] }))).toEqual([
      linkNote,
    ]);
    expect(await notesOf(beside({ size: 32, normalization: 'tf' }))).toHaveLength(2);
  });

  it('of grey pictures do not name the statistics of colours; what loading noted comes last', () => {
    const input = { name: 'x', size: 28, height: 14, channels: 1, normalization: normalizations.none } as const;
    const notes = tellNotes({ assumed: ['normalization'], notes: ['Noted.'], classes: [], description: { input } });
    expect(notes).toEqual([expect.stringContaining('values of 0 to 1 were assumed'), 'Noted.']);
  });
});
