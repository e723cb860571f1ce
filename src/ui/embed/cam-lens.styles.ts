import { css } from 'lit';

export const styles = css`
  :host {
    display: block;
    min-width: 0;
  }
  .stage {
    position: relative;
  }
  .panes {
    display: grid;
    grid-auto-flow: column;
    grid-auto-columns: minmax(0, 1fr);
    gap: 8px;
  }
  .pane {
    position: relative;
    aspect-ratio: var(--width, 4) / var(--height, 3);
    background: var(--well);
  }
  img {
    display: block;
    width: 100%;
  }
  .poster {
    position: absolute;
    inset: 0;
    z-index: 1;
    overflow: hidden;
  }
  .poster img {
    height: 100%;
    object-fit: contain;
  }
  .split {
    grid-auto-columns: 100%;
    gap: 0;
  }
  .split .pane {
    grid-area: 1 / 1;
  }
  .split .pane + .pane {
    background: none;
  }
  .split .pane + .pane canvas {
    clip-path: inset(0 0 0 var(--split));
  }
  /* The whole picture is the input, its thumb the line. */
  .split-line {
    position: absolute;
    inset: 0;
    width: 100%;
    height: 100%;
    margin: 0;
    appearance: none;
    background: none;
    cursor: ew-resize;
    touch-action: pan-y;
    direction: ltr;
  }
  .split-line::-webkit-slider-runnable-track {
    height: 100%;
  }
  .split-line::-webkit-slider-thumb {
    appearance: none;
    width: 4px;
    height: 100%;
    background: #ffffff;
    border-inline: 1px solid #000000;
  }
  .split-line::-moz-range-track {
    height: 100%;
  }
  .split-line::-moz-range-thumb {
    box-sizing: border-box;
    width: 4px;
    height: 100%;
    border: solid #000000;
    border-width: 0 1px;
    border-radius: 0;
    background: #ffffff;
  }
  .over {
    position: absolute;
    inset: auto 0 0;
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    align-items: center;
    padding: 8px 12px;
    font-size: var(--small);
    background: color-mix(in srgb, var(--surface) 88%, transparent);
  }
  .failed {
    color: var(--warn);
  }
  progress {
    flex: 1;
    min-width: 60px;
    accent-color: var(--accent);
  }
  .reading {
    display: grid;
    min-height: 1.45em;
    margin: 0;
    padding-top: 8px;
    color: var(--soft);
    font-size: var(--small);
  }
  /* Both texts have their room all the time: nothing jumps. */
  .reading > * {
    grid-area: 1 / 1;
  }
  .reading:not(:has(output)),
  .unseen {
    visibility: hidden;
  }
  .controls {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 220px), 1fr));
    gap: 10px 14px;
    padding-top: 10px;
  }
  .later {
    height: calc(0.875rem * 1.45 + 26px);
  }
  .later.select {
    height: calc(0.875rem * 1.45 + 40px);
  }
  .controls select {
    width: 100%;
  }
  .reveal {
    position: absolute;
    inset: 8px 8px auto auto;
  }
  [hidden] {
    display: none !important;
  }
  @media (forced-colors: active) {
    .over {
      background: Canvas;
      border: 1px solid CanvasText;
    }
    .split-line::-webkit-slider-thumb {
      background: Highlight;
    }
    .split-line::-moz-range-thumb {
      background: Highlight;
    }
    .pane {
      border: 1px solid CanvasText;
      forced-color-adjust: none;
    }
  }
`;
