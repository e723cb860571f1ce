import { describe, expect, it } from 'vitest';
import { classOf, readClassMap, stanfordDogs } from '../../src/datasets/class-map.ts';

describe('the breeds of Stanford Dogs', () => {
  it('are 120 classes of ImageNet, from the Chihuahua to the African hunting dog', () => {
    const indices = [...stanfordDogs.values()].sort((a, b) => a - b);
    const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, i) => from + i);
    expect(indices).toEqual([...range(151, 250), ...range(252, 268), ...range(273, 275)]);
    expect(stanfordDogs.get('n02085620')).toBe(151);
    expect(stanfordDogs.get('n02106662')).toBe(235);
    expect(stanfordDogs.get('n02116738')).toBe(275);
  });
});

describe('the class of a picture', () => {
  const objects = (...names: string[]): { name: string }[] => names.map((name) => ({ name }));
  const pets = new Map([
    ['dog', 5],
    ['hound', 5],
    ['cat', 7],
    ['kittens', 7],
  ]);

  it.each([
    {
      why: "the folder's synset; all objects",
      id: 'n02085620-Chihuahua/a',
      given: ['Chihuahua', 'x'],
      classes: stanfordDogs,
      index: 151,
      of: ['Chihuahua', 'x'],
    },
    {
      why: "the file's synset",
      id: 'n02085620_7436',
      given: ['Chihuahua'],
      classes: stanfordDogs,
      index: 151,
      of: ['Chihuahua'],
    },
    {
      why: "an object's synset, as ImageNet's own boxes have it",
      id: 'a',
      given: ['n02085620'],
      classes: stanfordDogs,
      index: 151,
      of: ['n02085620'],
    },
    {
      why: 'the first object that is known, and others of its class',
      id: 'kittens/a',
      given: ['car', 'dog', 'cat', 'hound'],
      classes: pets,
      index: 5,
      of: ['dog', 'hound'],
    },
    { why: "the folder's name", id: 'kittens/a', given: ['', 'car'], classes: pets, index: 7, of: ['', 'car'] },
  ])('$why', ({ id, given, classes, index, of }) => {
    expect(classOf(id, objects(...given), classes)).toEqual({ index, objects: objects(...of) });
  });

  it('is not known where the map has none of the names', () => {
    expect(classOf('n99999999-dragon/a', objects('dragon'), stanfordDogs)).toBeUndefined();
    expect(classOf('n020856201/a', objects('constructor'), stanfordDogs)).toBeUndefined();
  });
});

describe('class map files', () => {
  it('are JSON objects from names to indices', () => {
    expect([...readClassMap('{"dog": 5, "n02085620-Chihuahua": 0}', 'map.json')]).toEqual([
      ['dog', 5],
      ['n02085620-Chihuahua', 0],
    ]);
  });

  it.each([
    ['dog: 5', /^The class map map\.json is not JSON/],
    ['["dog"]', /^The class map map\.json should be an object/],
    ['null', /^The class map map\.json should be an object/],
    ['{}', /contains no classes/],
    ['{"dog": "5"}', /^dog in map\.json is "5"; a class index/],
    ['{"dog": -1}', /^dog in map\.json is -1; a class index/],
    ['{"dog": 1.5}', /^dog in map\.json is 1\.5; a class index/],
  ])('are refused: %s', (text, message) => {
    expect(() => readClassMap(text, 'map.json')).toThrow(
      expect.objectContaining({ code: 'table-unreadable', message: expect.stringMatching(message) }),
    );
  });
});
