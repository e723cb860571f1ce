import { describe, expect, it } from 'vitest';
import { conventionNames, nameBy, readName, titleBy } from '../../../src/pipeline/recipe/conventions.ts';

describe('a method by a convention', () => {
  it.each(conventionNames)('has a name that says both: %s', (convention) => {
    expect(readName(nameBy('grad-cam', convention))).toEqual({ method: 'grad-cam', convention });
  });

  it('has the name and the title of the method alone where it is the paper’s', () => {
    expect([nameBy('cam', 'paper'), titleBy('CAM', 'paper')]).toEqual(['cam', 'CAM']);
    expect([nameBy('cam', 'torch-cam'), titleBy('CAM', 'torch-cam')]).toEqual(['cam@torch-cam', 'CAM (TorchCAM)']);
  });

  it('is the paper’s where the convention is not known', () => {
    expect(readName('cam@toString')).toEqual({ method: 'cam', convention: 'paper' });
  });
});
