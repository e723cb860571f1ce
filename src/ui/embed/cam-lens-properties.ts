/** What a page says to the element, as attributes or properties; whatever is not said has its default. */
import { LitElement } from 'lit';
import { property } from 'lit/decorators.js';
import { defaultModel } from '../../pipeline/model/built-in-model.ts';
import type { ConventionName } from '../../pipeline/recipe/conventions.ts';
import { defaultThreshold } from '../../pipeline/recipe/defaults.ts';
import type { BackendChoice, ColourMap } from '../../pipeline/types.ts';
import type { View } from './shown.ts';

const reflected = { reflect: true, useDefault: true } as const;

export abstract class CamLensProperties extends LitElement {
  /** URL of the picture; of another origin it must allow this page to read it (CORS). */
  @property(reflected) src = '';
  /** The picture in words. */
  @property(reflected) alt = '';
  /** URL of the model's description. */
  @property(reflected) model: string = defaultModel;
  /** Name of a method. */
  @property(reflected) method = 'grad-cam';
  /** Name of a layer; empty: the model's default. */
  @property(reflected) layer = '';
  /** The class that is explained, as `readTarget` reads it: `predicted`, a name, an index or a sum. */
  @property(reflected) target = 'predicted';
  /** Of the boxes, 0…1. */
  @property({ ...reflected, type: Number }) threshold: number = defaultThreshold;
  /** Of the colours over the picture, 0…1. */
  @property({ ...reflected, type: Number }) opacity = 0.5;
  /** How 0…1 becomes colours. */
  @property({ ...reflected, attribute: 'color-map' }) colorMap: ColourMap = 'viridis';
  /** How raw maps become heatmaps. */
  @property(reflected) convention: ConventionName = 'paper';
  /** What is shown once the picture is explained; `slider`: the blend over the original, up to a line that can be moved. */
  @property(reflected) view: View = 'blend';
  /** Draws the box of the largest component. */
  @property({ ...reflected, type: Boolean }) boxes = false;
  /** True boxes in pixels of the picture, drawn beside what was found: `x0 y0 x1 y1`, several with commas between them. */
  @property(reflected) truth = '';
  /** Where to run. */
  @property(reflected) backend: BackendChoice = 'auto';
  /** URL of a picture that is shown until the other is there. */
  @property(reflected) poster = '';
  /** `lazy` waits until the element comes near the window. */
  @property(reflected) loading: 'eager' | 'lazy' = 'eager';
  /** `auto` explains as soon as the picture is there, `interaction` when its button is pressed, `manual` by `explain()`. */
  @property(reflected) reveal: 'auto' | 'interaction' | 'manual' = 'auto';
}
