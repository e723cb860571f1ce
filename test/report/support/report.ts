/** A report to test with: two methods on eight pictures of two classes, with hostile names. */
import type { Box } from '../../../src/evaluation/iou.ts';
import type { PictureRecord } from '../../../src/evaluation/record.ts';
import { summarise } from '../../../src/evaluation/summary.ts';
import type { Report } from '../../../src/report/report.ts';
import { explanation, picture } from '../../evaluation/records.ts';

export const hostile = `<img src=x onerror="window.fault=1">'&`;
export const thresholds = [0.15, 0.2];

const truth: Box = [0, 0, 10, 10];

/** IoUs of CAM and of Grad-CAM at both thresholds. */
export const ious: readonly (readonly [cam: readonly number[], gradCam: readonly number[]])[] = [
  [
    [0.75, 0.5],
    [0.5, 0.5],
  ],
  [
    [0.25, 0.25],
    [0.5, 0.25],
  ],
  [
    [0.5, 0.75],
    [0.75, 0.75],
  ],
  [
    [0, 0],
    [0.25, 0.5],
  ],
];

export function records(split?: readonly ('train' | 'test')[]): PictureRecord[] {
  return ious.map(([cam, gradCam], i) => {
    const found = (values: readonly number[]) => ({
      layer4: { true: explanation(values, { box: [0, 0, 10 * values[0]!, 10], pointing: i < 3 }) },
    });
    return picture(i === 0 ? hostile : `n1/p${i}`, [], {
      ...{ width: 40, height: 30, boxes: [truth], class: i < 3 ? 7 : 8, predicted: 7, rank: i < 3 ? 1 : 2 },
      ...(split === undefined ? {} : { split: split[i]! }),
      explanations: { cam: found(cam), 'grad-cam': found(gradCam) },
    });
  });
}

export function report(more: Partial<Report> = {}): Report {
  const own = more.records ?? records();
  return {
    ...{ tool: 'cam-lens', version: '9.8.7', date: '2026-11-23T03:04:00.000Z', shard: null },
    machine: { backend: { network: 'wasm', stages: 'cpu', adapter: 'none' }, browser: 'Chromium 1.2.3' },
    model: { name: hostile, sha256: 'abc', size: 224, classes: { 7: hostile, 8: 'giant panda' } },
    dataset: { images: hostile, annotations: 'annotation.tar', limit: null, withoutPicture: [], isOfImageNet: true },
    choice: {
      ...{ methods: ['cam', 'grad-cam'], layers: ['layer4'], sources: ['true'] },
      ...{ thresholds, boxThreshold: 0.15, measures: ['pointing'] },
    },
    methods: [
      { name: 'cam', title: 'CAM', paper: 'Zhou et al., 2015', colour: '#2f7bf6' },
      { name: 'grad-cam', title: 'Grad-CAM', paper: 'Selvaraju et al., 2017', colour: '#1fa85a' },
    ],
    truthColour: '#e5383b',
    summary: summarise(own, { thresholds }),
    records: own,
    failed: [{ id: hostile, code: 'picture-unreadable', message: `${hostile} cannot be decoded.` }],
    notes: [],
    thumbnails: new Map([[hostile, 'data:image/jpeg;base64,AAAA']]),
    repeating: { command: ['cam-lens', 'evaluate', `--images=${hostile}`], hashes: { measured: 'f00' }, seeds: {} },
    ...more,
  };
}
