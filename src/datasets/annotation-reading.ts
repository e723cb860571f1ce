/** What files say about pictures becomes annotations: classes are looked up, boxes without area left out. */
import { CamLensError } from '../errors.ts';
import { classOf, lookUpClass, stanfordDogs, type ClassMap } from './class-map.ts';
import { isEmpty } from './clip-box.ts';
import type { DraftAnnotation } from './draft-annotation.ts';
import { classFolders, classOfFolder } from './folder-class.ts';
import { ById, holderless, idOf, nameIn } from './identity.ts';
import type { MaskFile } from './mask-file.ts';
import type { ReportProblem } from './problems.ts';
import type { Box } from './read-voc.ts';
import { reporting } from './reporting.ts';

export interface Annotation {
  readonly id: string;
  readonly path: string;
  /** "path in archive", for messages. */
  readonly place: string;
  /** Of the picture, according to the annotation. */
  readonly size: { readonly width: number; readonly height: number } | undefined;
  /** The index among the model's classes. */
  readonly class: number;
  /**
   * At least one, each with an area, as in the file: `fitBoxes` fits them to the picture. Absent if the format has none,
   * or masks.
   */
  readonly boxes?: readonly Box[];
  /** Only of masks. */
  readonly mask?: MaskFile;
  /** The boxes are shares of the upright picture's size. */
  readonly isRelative?: boolean;
}

export interface ReadingClasses {
  /** Default: those of Stanford Dogs. */
  readonly classes?: ClassMap;
  /** For names that are not in `classes`: the class names of the model. */
  readonly modelClasses?: ClassMap;
}

/** A picture's class by a table. */
export interface TabledClass {
  readonly name: string;
  /** The table's name in messages. */
  readonly place: string;
}

/** Drafts become annotations, one after another. */
export class AnnotationReading {
  readonly annotations = { byId: new ById<Annotation>(), refused: new ById<true>() };
  readonly #classes: readonly ClassMap[];
  readonly #report: ReportProblem;
  /** Class name → how many pictures have it and no class. */
  readonly #unmatched = new Map<string, number>();

  constructor({ classes = stanfordDogs, modelClasses }: ReadingClasses, report: ReportProblem) {
    this.#classes = modelClasses === undefined ? [classes] : [classes, modelClasses];
    this.#report = report;
  }

  /** Annotations that exist, usable or not. */
  get size(): number {
    return this.annotations.byId.size + this.annotations.refused.size;
  }

  /** @param draft may throw */
  take(id: string, place: string, draft: () => DraftAnnotation): void {
    this.#takeOnce(id, place, () => this.#annotation(draft()));
  }

  #takeOnce(id: string, place: string, annotation: () => Annotation): void {
    const { byId } = this.annotations;
    try {
      const known = byId.get(id);
      if (known !== undefined) throw twice(place, known);
      byId.set(id, annotation());
    } catch (error) {
      this.refuse(id, error);
    }
  }

  /** Whether the folder of one or more of them is named by a class. */
  namesFolderOf(pictures: readonly { readonly path: string }[]): boolean {
    return pictures.some(({ path }) => classOfFolder(path, this.#classes) !== undefined);
  }

  /** The annotation of a picture is the folder that it lies in. Of pictures with the same id, the first is taken. */
  takeByFolder(path: string, place: string): void {
    const { byId, refused } = this.annotations;
    const id = idOf(path);
    if (byId.has(id) || refused.has(id)) return;
    const index = classOfFolder(path, this.#classes);
    if (index === undefined) this.refuse(id, this.#unknownFolder(path, place));
    else byId.set(id, { id, path, place, size: undefined, class: index });
  }

  /**
   * @param tabled its class in each table that names it
   * @param paths whose folders may name the class
   */
  takeMask(id: string, mask: MaskFile, tabled: readonly TabledClass[], paths: readonly string[]): void {
    this.#takeOnce(id, mask.place, () => {
      const { path, place } = mask;
      const known = (name: string): number[] =>
        this.#classes.flatMap((classes) => lookUpClass(name, classes) ?? []).slice(0, 1);
      const classOf = (name: string): number | string => known(name)[0] ?? name;
      const [first] = tabled;
      const other = tabled.find(({ name }) => classOf(name) !== classOf(first!.name));
      if (first !== undefined && other !== undefined) throw disagreeing(place, first, other);
      const names = tabled.map(({ name }) => name);
      const byFolder = (): number[] => paths.flatMap((at) => classOfFolder(at, this.#classes) ?? []);
      const [index] = names.length > 0 ? names.flatMap(known) : [...byFolder(), ...known(nameIn(id))];
      if (index === undefined) throw this.#unknownMask(place, names, paths);
      return { id, path, place, size: undefined, class: index, mask };
    });
  }

  refuse(id: string, error: unknown): void {
    reporting(this.#report, id)(error);
    this.annotations.refused.set(id, true);
  }

  /** A sentence, if there are class names that the model does not have. */
  unmatched(source: string): string | undefined {
    if (this.#unmatched.size === 0) return undefined;
    const names = [...this.#unmatched].sort(([, a], [, b]) => b - a);
    const shown = names.slice(0, mostNamed).map(([name, pictures]) => `${name} (${pictures})`);
    const more = names.length - shown.length;
    return (
      `${names.length} class ${names.length === 1 ? 'name' : 'names'} in ${source} (number of pictures) match no class of the model: ` +
      `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}; a class map assigns them.`
    );
  }

  #annotation({ id, path, place, size, objects, skipped, isRelative }: DraftAnnotation): Annotation {
    if (objects.length === 0 && skipped.length === 0) {
      throw new CamLensError('annotation-empty', `${place} has no object.`);
    }
    for (const what of skipped) {
      this.#report({ id, code: 'object-skipped', message: `${place}: ${what}; this object was ignored.` });
    }
    if (objects.length === 0) throw new CamLensError('annotation-empty', `${place} has no usable box.`);
    const [found] = this.#classes.flatMap((classes) => classOf(id, objects, classes) ?? []);
    if (found === undefined) throw this.#unknownClass(place, [...new Set(objects.map(({ name }) => name))]);
    const boxes = found.objects.flatMap(({ box }) => {
      if (!isEmpty(box)) return [box];
      const message = `${place} has a box without area, [${box.join(', ')}]; it was ignored.`;
      this.#report({ id, code: 'box-empty', message });
      return [];
    });
    if (boxes.length === 0) throw new CamLensError('annotation-empty', `${place} has no box with an area.`);
    const annotation = { id, path, place, size, class: found.index, boxes };
    return isRelative === true ? { ...annotation, isRelative } : annotation;
  }

  #unknownClass(place: string, names: readonly string[]): CamLensError {
    for (const name of names) this.#countUnmatched(name);
    const message = `The class of ${place} is not known: neither its objects (${names.join(', ')}) nor its folder are in the class map.`;
    return new CamLensError('annotation-class', message);
  }

  #unknownFolder(path: string, place: string): CamLensError {
    const [folder] = classFolders(path);
    if (folder !== undefined) this.#countUnmatched(folder);
    const why = folder === undefined ? 'it is in no folder' : `no class has the name of its folder, ${folder}`;
    return new CamLensError('annotation-class', `The class of ${place} is not known: ${why}.`);
  }

  #unknownMask(place: string, names: readonly string[], paths: readonly string[]): CamLensError {
    const folders = paths.flatMap((path) => holderless(path.split('/').slice(0, -1)) ?? []);
    const tried = names.length > 0 ? names : [...new Set(folders)];
    const [unmatched] = tried;
    if (unmatched !== undefined) this.#countUnmatched(unmatched);
    const why =
      names.length > 0
        ? `a table gives ${names[0]}, which no class is named`
        : `no table names it (CSV with the columns image and class), and no folder of the mask or its picture does${
            folders.length === 0 ? '' : ` (${tried.join(', ')})`
          }`;
    return new CamLensError('annotation-class', `The class of ${place} is not known: ${why}.`);
  }

  #countUnmatched(name: string): void {
    this.#unmatched.set(name, (this.#unmatched.get(name) ?? 0) + 1);
  }
}

/** Class names that are listed. */
const mostNamed = 20;

function disagreeing(place: string, one: TabledClass, other: TabledClass): CamLensError {
  const [first, second] = [one, other].map(({ name, place }) => `${place} says ${name}`);
  return new CamLensError('annotation-class', `The class of ${place} is not known: ${first}, and ${second}.`);
}

function twice(place: string, { path }: Annotation): CamLensError {
  return new CamLensError('annotation-twice', `${place} is a second annotation of the same picture; ${path} is used.`);
}
