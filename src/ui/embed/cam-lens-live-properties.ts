/** The settings of `<cam-lens-live>`, as attributes or properties with defaults. */
import { LitElement } from 'lit';
import { property } from 'lit/decorators.js';
import { defaultModel } from '../../pipeline/model/built-in-model.ts';
import type { BackendChoice, ColourMap } from '../../pipeline/types.ts';
import type { Facing } from '../shared/live-source.ts';

export abstract class CamLensLiveProperties extends LitElement {
  /** URL of a video; if cross-origin, it must allow this page to read it (CORS). Empty: the camera. */
  @property({ reflect: true, useDefault: true }) src = '';
  /** Text alternative for the video. */
  @property({ reflect: true, useDefault: true }) alt = '';
  /** Starts the video of `src` without being asked, unless visitors prefer reduced motion; never the camera. */
  @property({ type: Boolean, reflect: true, useDefault: true }) autoplay = false;
  /** The preferred camera: `environment` faces away from the user. */
  @property({ reflect: true, useDefault: true }) facing: Facing = 'environment';
  /** URL of the model's description. */
  @property({ reflect: true, useDefault: true }) model: string = defaultModel;
  /** Name of a method. */
  @property({ reflect: true, useDefault: true }) method = 'grad-cam';
  /** Name of a layer; empty: the model's default. */
  @property({ reflect: true, useDefault: true }) layer = '';
  /** The class to explain, as in `<cam-lens>`. */
  @property({ reflect: true, useDefault: true }) target = 'predicted';
  /** Opacity of the colours over the picture, 0…1. */
  @property({ type: Number, reflect: true, useDefault: true }) opacity = 0.5;
  /** How 0…1 is mapped to colours. */
  @property({ attribute: 'color-map', reflect: true, useDefault: true }) colorMap: ColourMap = 'viridis';
  /** Where to run. */
  @property({ reflect: true, useDefault: true }) backend: BackendChoice = 'auto';
  /** Explained frames per second, at most; above 0. With reduced motion at most 1. */
  @property({ type: Number, attribute: 'max-rate', reflect: true, useDefault: true }) maxRate = 10;
}
