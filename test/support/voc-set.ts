/** What tests of evaluations measure: a folder of their own with the tiny network and a small data set as PASCAL VOC has it. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { voc } from '../datasets/support/voc.ts';
import { tinyClasses, tinyModel } from './tiny-model.ts';

type Box = readonly [x0: number, y0: number, x1: number, y1: number];
type Size = readonly [width: number, height: number];

export class VocSet {
  readonly #folder: string;

  /** @param purpose a word in the folder's name */
  constructor(purpose: string) {
    this.#folder = mkdtempSync(join(tmpdir(), `cam-lens-${purpose}-`));
  }

  /** Path of a file in the folder. */
  readonly at = (name: string): string => join(this.#folder, name);

  readonly store = (name: string, content: string | Uint8Array): void => {
    mkdirSync(dirname(this.at(name)), { recursive: true });
    writeFileSync(this.at(name), content);
  };

  readonly readText = (name: string): string => readFileSync(this.at(name), 'utf8');

  /**
   * The tiny network as `tiny.onnx`, its description, and `classes.json`, which says which class a label is.
   * @param names of its classes, on the screen
   * @param labels each with its class
   */
  storeModel(
    names: readonly string[] = tinyClasses,
    labels: object = Object.fromEntries(tinyClasses.map((name, i) => [name, i])),
  ): void {
    const { bytes, description } = tinyModel();
    this.store('tiny.onnx', bytes);
    this.store('tiny.json', JSON.stringify({ ...description, sha256: undefined, classes: names }));
    this.store('classes.json', JSON.stringify(labels));
  }

  /** A picture and its annotation, below `set/`. @param file `<label>/<name>.png` */
  storePicture(file: string, bytes: Uint8Array, boxes: readonly Box[], size: Size): void {
    const label = dirname(file);
    this.store(`set/Images/${file}`, bytes);
    const objects = boxes.map((box) => [label, box] as const);
    this.store(`set/Annotations/${file.replace(/\.\w+$/, '.xml')}`, voc(objects, size));
  }

  /** Words of `evaluate` for the set on processors, with the tiny network. */
  words(workers: number): string[] {
    return [
      ...['--images', this.at('set/Images'), '--annotations', this.at('set/Annotations')],
      ...this.measuring(workers),
    ];
  }

  /** Those of them that do not say where the set lies. */
  measuring(workers: number): string[] {
    const machine = ['--backend', 'cpu', '--workers', `${workers}`];
    return ['--model', this.at('tiny.onnx'), ...machine, '--class-map', this.at('classes.json')];
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true });
  }
}
