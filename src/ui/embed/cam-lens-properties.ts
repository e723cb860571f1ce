/** The settings of the element, as attributes or properties with defaults. */
import { LitElement } from 'lit';
import { property } from 'lit/decorators.js';
import { defaultModel } from '../../pipeline/model/built-in-model.ts';
import type { ConventionName } from '../../pipeline/recipe/conventions.ts';
import { defaultThreshold } from '../../pipeline/recipe/defaults.ts';
import type { RefinementName } from '../../pipeline/recipe/refine/refinements.ts';
import type { BackendChoice, ColourMap } from '../../pipeline/types.ts';
import type { View } from './shown.ts';

export abstract class CamLensProperties extends LitElement {
  /** URL of the picture; if cross-origin, it must allow this page to read it (CORS). */
  @property({ reflect: true, useDefault: true }) src = '';
  /** Text alternative for the picture. */
  @property({ reflect: true, useDefault: true }) alt = '';
  /** Width of the picture in pixels, as of `<img>`: with `height`, its room is kept until it is loaded. */
  @property({ type: Number, reflect: true, useDefault: true }) width = 0;
  /** Height of the picture in pixels. */
  @property({ type: Number, reflect: true, useDefault: true }) height = 0;
  /** URL of the model's description. */
  @property({ reflect: true, useDefault: true }) model: string = defaultModel;
  /** Name of a method. */
  @property({ reflect: true, useDefault: true }) method = 'grad-cam';
  /** Name of a layer; empty: the model's default. */
  @property({ reflect: true, useDefault: true }) layer = '';
  /** The class to explain, in the syntax of `readTarget`: `predicted`, a name, an index or a sum. */
  @property({ reflect: true, useDefault: true }) target = 'predicted';
  /** Threshold of the boxes, 0…1; a refinement has a default of its own (see `refine`). */
  @property({ type: Number, reflect: true, useDefault: true }) threshold: number = defaultThreshold;
  /** Opacity of the colours over the picture, 0…1. */
  @property({ type: Number, reflect: true, useDefault: true }) opacity = 0.5;
  /** How 0…1 is mapped to colours. */
  @property({ attribute: 'color-map', reflect: true, useDefault: true }) colorMap: ColourMap = 'viridis';
  /** How raw maps become heatmaps. */
  @property({ reflect: true, useDefault: true }) convention: ConventionName = 'paper';
  /** How raw maps are refined first. If set, the default threshold is that of refined maps, 0.65. */
  @property({ reflect: true, useDefault: true }) refine: RefinementName = 'none';
  /** What to show once the picture is explained; `slider`: the blend over the original, up to a movable line. */
  @property({ reflect: true, useDefault: true }) view: View = 'blend';
  /** Draws the box of the largest component. */
  @property({ type: Boolean, reflect: true, useDefault: true }) boxes = false;
  /** True boxes in pixels of the picture, drawn beside those found: `x0 y0 x1 y1`, several separated by commas. */
  @property({ reflect: true, useDefault: true }) truth = '';
  /** Where to run. */
  @property({ reflect: true, useDefault: true }) backend: BackendChoice = 'auto';
  /**
   * Shows controls for method, layer, class, threshold and opacity below the picture, and the values at the point under
   * the mouse, which arrow keys move too.
   */
  @property({ type: Boolean, reflect: true, useDefault: true }) controls = false;
  /** URL of an image to show until the picture is ready. */
  @property({ reflect: true, useDefault: true }) poster = '';
  /**
   * `auto` loads the picture at once, and explains it while the element is near the viewport; `lazy` also loads it only
   * then; `eager` does both at once.
   */
  @property({ reflect: true, useDefault: true }) loading: 'auto' | 'lazy' | 'eager' = 'auto';
  /**
   * `auto` explains as soon as the picture is loaded, `interaction` when its button is pressed, `manual` on
   * `explain()`.
   */
  @property({ reflect: true, useDefault: true }) reveal: 'auto' | 'interaction' | 'manual' = 'auto';
}
