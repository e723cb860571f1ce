import { css } from 'lit';

export const styles = css`
  :host {
    display: block;
    position: relative;
    min-width: 0;
  }
  .panes {
    display: grid;
    grid-auto-flow: column;
    grid-auto-columns: minmax(0, 1fr);
    gap: 8px;
  }
  .pane {
    position: relative;
    aspect-ratio: var(--cam-lens-width, 4) / var(--cam-lens-height, 3);
    background: var(--well);
  }
  canvas,
  svg {
    position: absolute;
    inset: 0;
    width: 100%;
    height: 100%;
    display: block;
  }
  svg {
    overflow: visible;
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
    .pane {
      border: 1px solid CanvasText;
      forced-color-adjust: none;
    }
  }
`;
