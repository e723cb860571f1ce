import { expect, it } from 'vitest';
import { boxColour, boxStyle } from '../../../src/pipeline/recipe/box-colours.ts';
import { methods } from '../../../src/pipeline/recipe/methods/index.ts';

type Colour = readonly [number, number, number];

const names = ['truth', ...methods.map(({ name }) => name)];
const colours = [...new Set(names.map(boxColour))];
const pairs = colours.flatMap((a, i) => colours.slice(i + 1).map((b) => [a, b] as const));

function linear(colour: string): Colour {
  return [1, 3, 5].map((at) => {
    const value = parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  }) as unknown as Colour;
}

function times(matrix: readonly Colour[], [r, g, b]: Colour): Colour {
  return matrix.map((row) => row[0] * r + row[1] * g + row[2] * b) as unknown as Colour;
}

/** As WCAG 2 defines it. */
function contrast(a: string, b: string): number {
  const [low = 0, high = 0] = [a, b]
    .map((one) => times([[0.2126, 0.7152, 0.0722]], linear(one))[0])
    .sort((p, q) => p - q);
  return (high + 0.05) / (low + 0.05);
}

/** Machado, Oliveira and Fernandes 2009, severity 1, on linear sRGB. */
const eyes: Readonly<Record<string, readonly Colour[]>> = {
  ordinary: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

/** Distance in Oklab (Ottosson 2020): 0.02 is just noticeable, 1 is from black to white. */
function distance(a: Colour, b: Colour): number {
  const [p, q] = [a, b].map(oklab) as [Colour, Colour];
  return Math.hypot(...p.map((value, i) => value - q[i]!));
}

function oklab(colour: Colour): Colour {
  const clipped = colour.map((value) => Math.min(1, Math.max(0, value))) as unknown as Colour;
  const cones = times(
    [
      [0.4122214708, 0.5363325363, 0.0514459929],
      [0.2119034982, 0.6806995451, 0.1073969566],
      [0.0883024619, 0.2817188376, 0.6299787005],
    ],
    clipped,
  );
  return times(
    [
      [0.2104542553, 0.793617785, -0.0040720468],
      [1.9779984951, -2.428592205, 0.4505937099],
      [0.0259040371, 0.7827717662, -0.808675766],
    ],
    cones.map(Math.cbrt) as unknown as Colour,
  );
}

it('gives every method a look of its own, by colour and dashes together', () => {
  const looks = names.map((name) => Object.values(boxStyle(name)).join(' '));
  expect(new Set(looks).size).toBe(names.length);
  expect(colours).toHaveLength(7);
});

it('keeps the colours of the paper: CAM blue, Grad-CAM green, truth red', () => {
  const strongest = ['cam', 'grad-cam', 'truth'].map((name) => {
    const channels = linear(boxColour(name));
    return channels.indexOf(Math.max(...channels));
  });
  expect(strongest).toEqual([2, 1, 0]);
});

it.each(Object.entries(eyes))('has colours that %s vision tells apart', (_, matrix) => {
  for (const [a, b] of pairs) {
    const seen = distance(times(matrix, linear(a)), times(matrix, linear(b)));
    expect(seen, `${a} and ${b}`).toBeGreaterThan(0.04);
  }
});

it('has colours that stand out on light and dark pages, and bear dark letters', () => {
  for (const colour of colours) {
    expect(contrast(colour, '#ffffff'), colour).toBeGreaterThan(2.9);
    expect(contrast(colour, '#181b1e'), colour).toBeGreaterThan(3);
    expect(contrast(colour, '#0c0e10'), colour).toBeGreaterThan(4.5);
  }
});

it('gives a method that it does not know a colour too', () => {
  expect(boxColour('a method of tomorrow')).toBe(boxColour('grad-cam-plus-plus'));
});

it('keep their colour under another convention, with dashes of its own', () => {
  for (const { name } of methods) {
    const styles = [name, `${name}@pytorch-grad-cam`, `${name}@torch-cam`].map(boxStyle);
    expect(new Set(styles.map(({ colour }) => colour)).size).toBe(1);
    expect(new Set(styles.map(({ dashes }) => dashes)).size).toBe(3);
  }
});
