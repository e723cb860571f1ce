import { describe, expect, it } from 'vitest';
import { ById, idOf } from '../../src/datasets/identity.ts';

describe('ids', () => {
  it.each([
    ['Images/n02085620-Chihuahua/n02085620_7436.jpg', 'n02085620-Chihuahua/n02085620_7436'],
    ['Annotation/n02085620-Chihuahua/n02085620_7436', 'n02085620-Chihuahua/n02085620_7436'],
    ['VOCdevkit/VOC2007/JPEGImages/000001.jpg', 'VOC2007/000001'],
    ['VOCdevkit/VOC2007/Annotations/000001.xml', 'VOC2007/000001'],
    ['train/images/a.PNG', 'train/a'],
    ['train/labels/a.XML', 'train/a'],
    ['a.jpg', 'a'],
    ['images/a.jpg.xml', 'a'],
    ['x/a.b.c.webp', 'x/a.b.c'],
    ['x/a.001', 'x/a.001'],
    ['x/<img src=x onerror=alert(1)>.jpg', 'x/<img src=x onerror=alert(1)>'],
    ['x/Gru\u0308n.jpg', 'x/Gr\u00fcn'],
  ])('%s is %s', (path, id) => expect(idOf(path)).toBe(id));
});

describe('values by id', () => {
  const values = new ById<number>();
  for (const [i, id] of ['A/1', 'B/1', 'A/2', '3', 'A/1'].entries()) values.set(id, i);

  it('keep the first of an id, in their order', () => {
    expect([...values]).toEqual([
      ['A/1', 0],
      ['B/1', 1],
      ['A/2', 2],
      ['3', 3],
    ]);
    expect(values.size).toBe(4);
    expect(values.get('A/1')).toBe(0);
  });

  it.each([
    { id: 'A/1', belongs: 'A/1', why: 'the same' },
    { id: '1', belongs: undefined, why: 'two of this name' },
    { id: '2', belongs: 'A/2', why: 'the only one of this name' },
    { id: 'B/2', belongs: undefined, why: 'another folder' },
    { id: 'C/3', belongs: '3', why: 'the only one of this name, its folder unknown' },
    { id: 'C/4', belongs: undefined, why: 'none of this name' },
  ])('$id belongs to $belongs: $why', ({ id, belongs }) => expect(values.match(id)).toBe(belongs));
});
