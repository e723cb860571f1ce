/** Untrusted archives: every picture and annotation in them is read. */
import { gzipSync } from 'node:zlib';
import { Problems } from '../../src/datasets/problems.ts';
import { readAnnotations } from '../../src/datasets/read-annotations.ts';
import { readPictures } from '../../src/datasets/read-pictures.ts';
import { tarSource } from '../../src/datasets/tar-source.ts';
import { endOfTar, join, tarBlock, tarEntry } from '../datasets/support/tar-block.ts';
import { voc } from '../datasets/support/voc.ts';
import type { Kind, Mutation } from './kind.ts';
import type { Random } from './random.ts';

const blockBytes = 512;
const annotation = voc([['dog', [1, 2, 30, 40]]]);

function plain(): Uint8Array<ArrayBuffer> {
  const gnu = 'ustar  \0';
  return join(
    tarBlock({ name: 'set/', flag: '5' }),
    tarEntry({ name: 'set/a.jpg' }, 'x'.repeat(700)),
    tarEntry({ name: 'set/a.xml' }, annotation),
    tarEntry({ name: '././@LongLink', flag: 'L', magic: gnu }, `${'long/'.repeat(40)}b.jpg\0`),
    tarEntry({ name: 'b.jpg', magic: gnu }, 'b'),
    tarEntry({ name: 'PaxHeaders/c', flag: 'x' }, '17 path=é=c.png\n10 size=4\n'),
    tarEntry({ name: 'c.png' }, 'four'),
    tarBlock({ name: 'set/d.jpg', flag: '1', target: 'set/a.jpg' }),
    tarBlock({ name: 'set/e.jpg', flag: '2', target: '../set/d.jpg' }),
    tarBlock({ name: 'pipe', flag: '6' }),
    tarEntry({ name: 'README' }, 'about'),
    endOfTar,
  );
}

/** A byte of one header, its checksum made right again, so that what it says is believed. */
const believedByte: Mutation = (input, random) =>
  inHeader(input, random, (block) => {
    block[random.below(blockBytes)] = random.pick([0, 0x20, 0x2f, 0x31, 0x37, 0x80, 0xff, random.below(256)]);
  });

const believedFlag: Mutation = (input, random) =>
  inHeader(input, random, (block) => {
    block[156] = random.pick(Array.from('\x001234567LKSxgVMDXZ', (letter) => letter.charCodeAt(0)));
  });

const believedSize: Mutation = (input, random) =>
  inHeader(input, random, (block) => {
    const digits = random
      .below(2 ** random.below(33))
      .toString(8)
      .padStart(11, '0');
    block.set(new TextEncoder().encode(digits.slice(-11)), 124);
  });

function inHeader(input: Uint8Array, random: Random, change: (block: Uint8Array) => void): Uint8Array {
  const bytes = input.slice();
  const block = bytes
    .subarray(blockBytes * random.below(Math.floor(bytes.length / blockBytes)))
    .subarray(0, blockBytes);
  change(block);
  const sum = block.reduce((total, byte, i) => total + (i >= 148 && i < 156 ? 0x20 : byte), 0);
  block.set(new TextEncoder().encode(`${sum.toString(8).padStart(6, '0')}\0 `), 148);
  return bytes;
}

/** As it is packed. */
const packed: Mutation = (input) => new Uint8Array(gzipSync(input));

export const archives: Kind = {
  extension: '.tar',
  sound: () => {
    const tar = plain();
    const members = [tar.subarray(0, 3000), tar.subarray(3000)].map((part) => new Uint8Array(gzipSync(part)));
    return [tar, new Uint8Array(gzipSync(tar)), join(...members)];
  },
  mutations: [believedByte, believedFlag, believedSize, packed],
  run: async (input) => {
    const bytes = new Uint8Array(input);
    const source = tarSource('strange.tar', () => new Blob([bytes]).stream());
    const problems = new Problems();
    const classes = new Map([['dog', 1]]);
    const { byId } = await readAnnotations([source], { classes, report: problems.report });
    let read = 0;
    for await (const picture of readPictures([source], problems.report)) {
      const content = await picture.read();
      if (content === undefined) continue;
      if (content.size !== picture.sizeBytes) throw new Error(`${picture.path} has ${content.size} bytes.`);
      read++;
    }
    // Nothing of an archive in memory can fail to be had, so that is a fault of ours, caught.
    const fault = [...problems].find(({ code }) => code === 'internal' || code === 'file-unreadable');
    if (fault !== undefined) throw new Error(fault.message);
    if (read + byId.size > 0) return 'read in part';
    return 'nothing in it';
  },
};
