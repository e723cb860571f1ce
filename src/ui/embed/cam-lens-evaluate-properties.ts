/** The settings of `<cam-lens-evaluate>`, as attributes or properties with defaults. */
import { LitElement } from 'lit';
import { property } from 'lit/decorators.js';
import { CamLensError } from '../../errors.ts';
import type { ClassSource } from '../../evaluation/record.ts';
import { defaultModel } from '../../pipeline/model/built-in-model.ts';
import type { ConventionName } from '../../pipeline/recipe/conventions.ts';
import type { RefinementName } from '../../pipeline/recipe/refine/refinements.ts';
import type { BackendChoice } from '../../pipeline/types.ts';
import { checkRunChoice } from '../../runs/check-run-choice.ts';
import { choiceOf, type RunSettings } from '../../runs/kept-run.ts';
import type { MeasureName } from '../../runs/run-choice.ts';
import { listed } from './compared.ts';

export abstract class CamLensEvaluateProperties extends LitElement {
  /** URL of the model's description. */
  @property({ reflect: true, useDefault: true }) model: string = defaultModel;
  /** Names of methods, and of negative controls, separated by commas. */
  @property({ reflect: true, useDefault: true }) methods = 'cam, grad-cam';
  /** Names of measures besides boxes and accuracy, separated by commas; empty: none. */
  @property({ reflect: true, useDefault: true }) measures = '';
  /** Names of conventions, separated by commas: how raw maps become heatmaps. */
  @property({ reflect: true, useDefault: true }) conventions = 'paper';
  /** How raw maps are refined first. */
  @property({ reflect: true, useDefault: true }) refine: RefinementName = 'none';
  /** Name of a layer; empty: the model's default. */
  @property({ reflect: true, useDefault: true }) layer = '';
  /** Which class of each picture is explained. */
  @property({ reflect: true, useDefault: true }) source: ClassSource = 'true';
  /** Side of the network's input in pixels. */
  @property({ type: Number, reflect: true, useDefault: true }) size = 224;
  /** Maximum number of pictures; 0: all of them. */
  @property({ type: Number, reflect: true, useDefault: true }) limit = 0;
  /** Where to run. */
  @property({ reflect: true, useDefault: true }) backend: BackendChoice = 'auto';
  /** Hides the options, so that visitors can change none of them. */
  @property({ type: Boolean, reflect: true, useDefault: true }) fixed = false;
  /**
   * Stores every record on the visitor's device, so that a run can be continued after a reload. Of each origin one run
   * is stored.
   */
  @property({ type: Boolean, reflect: true, useDefault: true }) keep = false;

  /**
   * The settings of a run; the layer is left out if it is the model's default.
   * @throws CamLensError `bad-option` naming what is not valid
   */
  protected chosen(): Partial<RunSettings> {
    const { layer, refine, source, size, limit } = this;
    if (!Number.isInteger(limit) || limit < 0) {
      throw new CamLensError('bad-option', `The limit is ${limit}; a whole number of pictures is expected, 0 for all.`);
    }
    const settings = {
      methods: listed(this.methods, ','),
      // Checked below.
      measures: listed(this.measures, ',') as readonly MeasureName[],
      conventions: listed(this.conventions, ',') as readonly ConventionName[],
      ...{ refine, source, size, limit: limit === 0 ? null : limit },
    };
    checkRunChoice(choiceOf({ ...settings, layer: 'any' }));
    return layer === '' ? settings : { ...settings, layer };
  }
}
