/** Chips, sliders, swatches and fields: native inputs in the page's style. */
import { css, type CSSResultGroup } from 'lit';
import { field } from './field.ts';

const chipsAndSliders = css`
  fieldset {
    margin: 0;
    padding: 0;
    border: 0;
    min-width: 0;
  }
  legend,
  .slider > span,
  .select > span {
    padding: 0;
    font-size: 0.875rem;
  }
  legend {
    margin-bottom: 6px;
  }
  .chips {
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
  }
  .chip {
    position: relative;
    display: inline-flex;
    align-items: center;
    min-height: 34px;
    padding: 4px 14px;
    border: 1px solid var(--edge);
    border-radius: 17px;
    font-size: 0.875rem;
    cursor: pointer;
  }
  .chip.waiting {
    width: 84px;
    border-color: var(--line);
    background: var(--well);
  }
  .chip input {
    position: absolute;
    inset: 0;
    margin: 0;
    opacity: 0;
    cursor: pointer;
  }
  .chip:hover {
    background: var(--tint);
  }
  .chip:has(:checked) {
    background: var(--accent);
    border-color: var(--accent);
    color: var(--on-accent);
    font-weight: 600;
  }
  .chip:has(:focus-visible) {
    outline: 2px solid var(--accent);
    outline-offset: 2px;
  }
  .button[aria-pressed='true'] {
    background: var(--tint);
    border-color: var(--accent);
    font-weight: 600;
  }
  .slider {
    display: grid;
    grid-template-columns: 1fr auto;
    gap: 2px 12px;
  }
  .slider output {
    font-weight: 600;
    font-size: 0.875rem;
  }
  .slider input {
    grid-column: 1 / -1;
    width: 100%;
    height: 24px;
    margin: 0;
    appearance: none;
    background: none;
    border-radius: 6px;
    cursor: pointer;
  }
  .slider input::-webkit-slider-runnable-track {
    height: 4px;
    border-radius: 2px;
    background: linear-gradient(90deg, var(--accent) var(--fill), var(--line) var(--fill));
  }
  .slider input::-webkit-slider-thumb {
    appearance: none;
    width: 18px;
    height: 18px;
    margin-top: -7px;
    border: 5px solid var(--accent);
    border-radius: 50%;
    background: var(--surface);
  }
  .slider input::-moz-range-track {
    height: 4px;
    border-radius: 2px;
    background: linear-gradient(90deg, var(--accent) var(--fill), var(--line) var(--fill));
  }
  .slider input::-moz-range-thumb {
    width: 8px;
    height: 8px;
    border: 5px solid var(--accent);
    border-radius: 50%;
    background: var(--surface);
  }
  .select {
    display: grid;
    gap: 6px;
  }
  .colours {
    display: grid;
    grid-template-columns: repeat(4, minmax(0, 1fr));
    gap: 8px;
  }
  .colours legend {
    grid-column: 1 / -1;
  }
  .colours label {
    position: relative;
    display: grid;
    gap: 3px;
    font-size: 0.75rem;
    color: var(--soft);
    cursor: pointer;
  }
  .colours input {
    position: absolute;
    inset: 0;
    margin: 0;
    opacity: 0;
    cursor: pointer;
  }
  .ramp {
    height: 18px;
    border-radius: 5px;
    box-shadow: 0 0 0 1px var(--line);
  }
  .colours label:has(:checked) {
    color: var(--ink);
    font-weight: 600;
  }
  .colours :checked + .ramp {
    box-shadow:
      0 0 0 2px var(--surface),
      0 0 0 4px var(--accent);
  }
  .colours label:has(:focus-visible) {
    outline: 2px solid var(--accent);
    outline-offset: 6px;
    border-radius: 3px;
  }
  /* Tracks, swatches and what is chosen are backgrounds, which forced colours take away. */
  @media (forced-colors: active) {
    .slider input {
      forced-color-adjust: none;
      --accent: Highlight;
      --line: GrayText;
      --surface: Canvas;
    }
    .ramp {
      forced-color-adjust: none;
    }
    .colours :checked + .ramp {
      outline: 3px solid Highlight;
      outline-offset: 2px;
    }
    .chip:has(:checked) {
      forced-color-adjust: none;
      border-color: Highlight;
      background: Highlight;
      color: HighlightText;
    }
  }
`;

export const controlStyles: CSSResultGroup = [field, chipsAndSliders];
