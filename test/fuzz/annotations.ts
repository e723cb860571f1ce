/** Untrusted annotations: read, and fitted to a picture. */
import { fitBoxes } from '../../src/datasets/fit-boxes.ts';
import { folderSource } from '../../src/datasets/folder-source.ts';
import { Problems } from '../../src/datasets/problems.ts';
import { readAnnotations } from '../../src/datasets/read-annotations.ts';
import { CamLensError } from '../../src/errors.ts';
import { voc } from '../datasets/support/voc.ts';
import type { Kind, Mutation } from './kind.ts';

const picture = { width: 60, height: 80, orientation: 6 } as const;

const pieces: readonly string[] = [
  ...['<', '>', '</', '/>', '&', '&#233;', '&#x0;', '&amp;', '"', '\0', '\ufeff', ' '.repeat(3000)],
  ...[
    '<!DOCTYPE a [',
    '<!ENTITY b "b">',
    ']>',
    '<![CDATA[',
    ']]>',
    '<!--',
    '-->',
    '<?xml version="1.0" encoding="utf-16"?>',
  ],
  ...[
    '<object>',
    '</object>',
    '<bndbox>',
    '</bndbox>',
    '<polygon/>',
    '<size>',
    '</size>',
    '<__proto__>',
    '<constructor/>',
  ],
  ...[
    '<xmin>1</xmin>',
    '<xmax>1e999</xmax>',
    '<ymin>-0</ymin>',
    '<ymax>NaN</ymax>',
    '<width>0x10</width>',
    '<a>'.repeat(500),
  ],
];

const insert: Mutation = (input, random) => {
  const at = random.below(input.length);
  const piece = new TextEncoder().encode(random.pick(pieces));
  return Uint8Array.of(...input.subarray(0, at), ...piece, ...input.subarray(at));
};

/** As UTF-16, of which each byte was a letter. */
const widen: Mutation = (input, random) => {
  const mark = random.oneIn(2) ? [0xff, 0xfe] : [];
  return Uint8Array.of(...mark, ...Array.from(input).flatMap((byte) => [byte, 0]));
};

export const annotations: Kind = {
  extension: '.xml',
  sound: () =>
    [
      voc([['dog', [1, 2, 30, 40]]]),
      voc(
        [
          ['d&#111;g', [1, 2, 70, 90]],
          ['cat', [5, 6, 7, 8]],
        ],
        [60, 80],
      ),
      '<?xml version="1.0" encoding="ISO-8859-1"?><annotation><object><name>dog</name><polygon><pt/></polygon></object>' +
        '<object><name><![CDATA[dog]]></name><bndbox><xmin>1</xmin><ymin>1</ymin><xmax>9</xmax><ymax>9</ymax></bndbox></object></annotation>',
    ].map((text) => new TextEncoder().encode(text)),
  mutations: [insert, insert, insert, widen],
  run: async (input) => {
    const problems = new Problems();
    const source = folderSource('set', [{ path: 'A/strange.xml', file: new Blob([new Uint8Array(input)]) }]);
    const { byId, refused } = await readAnnotations([source], {
      classes: new Map([['dog', 1]]),
      report: problems.report,
    });
    const fault = [...problems].find(({ code }) => code === 'internal' || code === 'file-unreadable');
    if (fault !== undefined) throw new Error(fault.message);
    const annotation = byId.get('A/strange');
    if (annotation === undefined) {
      if (problems.size === 0 || refused.size === 0) throw new Error('It went by in silence.');
      return [...problems].at(-1)?.code ?? '';
    }
    try {
      for (const [x0, y0, x1, y1] of fitBoxes(annotation, picture, problems.report)) {
        if (!(x0 >= 0 && y0 >= 0 && x0 < x1 && y0 < y1 && x1 <= 80 && y1 <= 60))
          throw new Error('A box leaves its picture.');
      }
    } catch (error) {
      if (error instanceof CamLensError) return error.code;
      throw error;
    }
    return 'fitted';
  },
};
