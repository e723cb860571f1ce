/** The page's link: the page follows one that it is given, and tells what its own has become. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { describeError } from '../../errors.ts';
import type { LensInfo } from '../../pipeline/api/lens.ts';
import { own } from '../../own.ts';
import { handedSource, type HandOver } from '../shared/hand-over.ts';
import type { PictureSource } from '../shared/picture-source.ts';
import { fitted, hasClasses, type Settings } from '../shared/settings.ts';
import type { LensController } from './lens-controller.ts';
import type { OwnModel } from './own-model.ts';
import { takeUrl } from './own-pictures.ts';
import { isStep, pageLink, readPageLink, splitKey, wholeSettings, type PageLink } from './page-link.ts';
import type { Target } from '../../pipeline/recipe/target.ts';

export interface LinkFollowerOptions {
  readonly lens: LensController;
  readonly own: OwnModel;
  /** The pictures of the page, the samples first; empty until they are known. */
  readonly pictures: () => readonly PictureSource[];
  /** Adds one to them. */
  readonly add: (source: PictureSource) => void;
  /** Tells the visitor what cannot be done as the link says. */
  readonly notify: (message: string) => void;
  readonly onLink: (link: string, step: boolean) => void;
}

export class LinkFollower implements ReactiveController {
  /** The picture passed by the link of an evaluation. */
  handed: HandOver | undefined;
  readonly #options: LinkFollowerOptions;
  /** The page's link as last followed or told. */
  #link: string | undefined;
  /** It was given, and the page has told none since. */
  #isNew = false;
  /** The latest link to be followed, until it is. */
  #following: PageLink | undefined;
  /** What it says of the model's layers, methods and classes, until there is a model to ask. */
  #unchecked: Partial<Settings> | undefined;
  /** Whether the picture of the link may be a sample, and they are not known yet. */
  #awaitsSamples = false;
  #samplesKnown = false;

  constructor(host: ReactiveControllerHost, options: LinkFollowerOptions) {
    this.#options = options;
    host.addController(this);
  }

  /** @returns whether another model has to be loaded for it */
  follow(link: string): boolean {
    if (link === this.#link) return false;
    const { own: model, notify } = this.#options;
    const said = readPageLink(link);
    const isFirst = this.#link === undefined;
    this.#link = link;
    this.#isNew = true;
    this.#following = said;
    this.handed = said.handed;
    for (const problem of said.problems) notify(problem);
    const before = model.link;
    const isThere = model.choose(said.model);
    if (!isThere) notify('The address names a model that was given from a device: give it again to explain with it.');
    // Without its model, what else the link says may mean something else.
    const settings = wholeSettings(isThere ? said : { settings: {} });
    this.#unchecked = isThere ? said.settings : undefined;
    void this.#show(said, settings);
    return !isFirst && model.link !== before;
  }

  /** The visitor has chosen a picture, so that of the link is no longer wanted. */
  leave(): void {
    this.#following = undefined;
  }

  /** The samples are known, or cannot be. */
  samplesKnown(): void {
    this.#samplesKnown = true;
    const said = this.#following;
    if (said !== undefined && this.#awaitsSamples) void this.#show(said, this.#options.lens.state.settings);
  }

  hostUpdated(): void {
    const { lens, own: model, pictures, notify, onLink } = this.#options;
    const { lens: loaded, picture, selected, settings } = lens.state;
    if (loaded === undefined) return;
    if (this.#unchecked !== undefined) {
      for (const problem of unsupported(this.#unchecked, loaded.info)) notify(problem);
      this.#unchecked = undefined;
    }
    if (this.#following !== undefined || picture === undefined || picture.source.key !== selected) return;
    const { source } = picture;
    const isHanded = source.key.startsWith('picture:');
    const defaults = fitted(wholeSettings({ settings: { class: source.target ?? 'predicted' } }), loaded.info);
    const link = pageLink(
      {
        settings,
        ...(source === pictures()[0] ? {} : { picture: source.key }),
        ...(model.link === undefined ? {} : { model: model.link }),
      },
      // Those of an evaluation's picture are its own.
      isHanded
        ? undefined
        : { ...defaults, threshold: wholeSettings({ settings: { refine: settings.refine } }).threshold },
    );
    const before = this.#link ?? '';
    // What a link lacks, or says wrongly, is put right without a step to go back from.
    const step = !this.#isNew && isStep(link, before);
    this.#isNew = false;
    if (link === before) return;
    this.#link = link;
    onLink(link, step);
  }

  async #show(said: PageLink, settings: Settings): Promise<void> {
    const { lens, pictures } = this.#options;
    const isLeft = (): boolean => this.#following !== said;
    const shown = await this.#pictureOf(said, isLeft);
    if (isLeft()) return;
    const classOf = (source: PictureSource): Target => said.settings.class ?? source.target ?? 'predicted';
    if (shown !== undefined) await lens.show(shown, { ...settings, class: classOf(shown) });
    if (isLeft()) return;
    // There is none, or it cannot be shown: then the first is, once it is known.
    const [first] = pictures();
    if (lens.state.selected === undefined && first !== shown) {
      if (first !== undefined) await lens.show(first, { ...settings, class: first.target ?? 'predicted' });
    }
    this.#awaitsSamples = lens.state.selected === undefined && !this.#samplesKnown;
    if (this.#awaitsSamples) lens.change(settings);
    else if (!isLeft()) this.#following = undefined;
  }

  /** @returns undefined if there is none, or it is a sample and the samples are not known yet */
  async #pictureOf({ picture, handed }: PageLink, isLeft: () => boolean): Promise<PictureSource | undefined> {
    const { pictures, add, notify } = this.#options;
    const there = (key: string): PictureSource | undefined => pictures().find((source) => source.key === key);
    const addOnce = (source: PictureSource): PictureSource => {
      const known = there(source.key);
      if (known === undefined) add(source);
      return known ?? source;
    };
    const first = this.#samplesKnown ? pictures()[0] : undefined;
    if (picture === undefined) return first;
    if (handed !== undefined) return addOnce(handedSource(handed));
    const known = there(picture);
    if (known !== undefined) return known;
    const [kind, name] = splitKey(picture);
    try {
      if (kind === 'url') {
        const source = await takeUrl(name);
        return isLeft() ? undefined : addOnce(source);
      }
    } catch (error) {
      if (!isLeft()) notify(describeError(error).message);
      return first;
    }
    if (kind === 'own') {
      notify('The address names a picture that was given from a device and is on that device alone: give it again.');
    } else if (this.#samplesKnown) {
      notify(`The address says sample=${name}; there is no such sample.`);
    }
    return first;
  }
}

/** What a model cannot do of what a link says, as sentences. */
function unsupported({ layer, method, class: target }: Partial<Settings>, info: LensInfo): readonly string[] {
  const { title } = info.model;
  const problems: string[] = [];
  const known = info.methods.find(({ name }) => name === method);
  const isLayer = layer === undefined || layer === '' || info.layers.includes(layer);
  if (!isLayer) problems.push(`The address says layer=${layer}; ${title} has no such layer.`);
  if (method !== undefined && known === undefined) {
    problems.push(`The address says method=${method}; there is no such method.`);
  }
  const refusal = own(known?.refusals, isLayer ? (layer ?? info.defaultLayer) : info.defaultLayer);
  if (refusal !== undefined) problems.push(`The address says method=${method ?? ''}. ${refusal}`);
  if (target !== undefined && !hasClasses(target, info.classes.length)) {
    problems.push(
      `The address names a class that ${title} does not have; its classes are 0 to ${info.classes.length - 1}.`,
    );
  }
  return problems;
}
