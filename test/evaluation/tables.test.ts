import { describe, expect, it } from 'vitest';
import { classTable } from '../../src/evaluation/class-table.ts';
import { csv } from '../../src/evaluation/csv.ts';
import { disagreements } from '../../src/evaluation/disagreement.ts';
import { recordTable } from '../../src/evaluation/record-table.ts';
import { both, cam, explanation, gradCam, picture } from './records.ts';

const records = [
  picture('d', [0, 0.5], { class: 9 }),
  picture('c', [], { explanations: both([0, 0.75], [0, 0.25]) }),
  picture('a', [], { explanations: both([1, 0.25], [1, 0.75]) }),
  picture('b', [], { explanations: both([0, 0.5], [0, 0.625]) }),
];
const columns = [
  { ...cam, threshold: 1 },
  { ...gradCam, threshold: 1 },
] as const;

describe('classTable', () => {
  it('has a row for each class, method beside method', () => {
    expect(classTable(records, columns)).toEqual([
      { class: 7, pictures: 3, top1: 1, top5: 1, columns: [{ meanIoU: 0.5, corLoc: 2 / 3 }, { meanIoU: 1.625 / 3, corLoc: 2 / 3 }] },
      { class: 9, pictures: 1, top1: 1, top5: 1, columns: [{ meanIoU: 0.5, corLoc: 1 }, null] },
    ]); // prettier-ignore
  });
});

describe('disagreements', () => {
  it('come largest first, equal ones by id, without pictures that lack one', () => {
    expect(disagreements(records, ...columns)).toEqual([
      { id: 'a', a: 0.25, b: 0.75, difference: -0.5 },
      { id: 'c', a: 0.75, b: 0.25, difference: 0.5 },
      { id: 'b', a: 0.5, b: 0.625, difference: -0.125 },
    ]);
  });
});

describe('recordTable', () => {
  it('has a row for each explanation, with the IoU at each threshold', () => {
    const table = recordTable([picture('z', [0.5, 0]), records[1]!], [0.1 + 0.05, 0.2]);
    expect(csv(table).split('\r\n')).toEqual([
      'id,path,split,width,height,class,predicted,rank,method,layer,source,empty,minimum,maximum,x0,y0,x1,y1,iou@0.15,iou@0.2',
      'c,,,40,30,7,7,1,cam,layer4,true,false,-0.5,2.25,0,0,10,10,0,0.75',
      'c,,,40,30,7,7,1,grad-cam,layer4,true,false,-0.5,2.25,0,0,10,10,0,0.25',
      'z,,,40,30,7,7,1,cam,layer4,true,false,-0.5,2.25,0,0,10,10,0.5,0',
      '',
    ]);
  });

  it('has a column for all else that any picture has', () => {
    const measured = {
      ...{ pointing: true, deletion: 0.25, confidence: [0.75, 0.5] as const },
      randomisation: [['classifier', 0.5], ['4', null]] as const, // prettier-ignore
    };
    const explanations = { cam: { layer4: { true: explanation([0.5], measured) } } };
    const table = recordTable([picture('a', [], { explanations }), picture('b', [1])], [0.2]);
    expect(table.map((row) => row.slice(18))).toEqual([
      [
        ...['pointing', 'deletion', 'probability', 'probability explained'],
        ...['spearman@classifier', 'spearman@4'],
        'iou@0.2',
      ],
      [true, 0.25, 0.75, 0.5, 0.5, null, 0.5],
      [null, null, null, null, null, null, 1],
    ]);
  });
});
