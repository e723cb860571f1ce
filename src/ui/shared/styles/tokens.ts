/**
 * The design tokens. Every element uses them; a page overrides them with the public properties of the same names, such
 * as `--cam-lens-accent`. Light and dark follow `color-scheme`.
 */
import { css } from 'lit';

export const tokens = css`
  :host {
    --paper: var(--cam-lens-paper, light-dark(#fafaf9, #101214));
    --surface: var(--cam-lens-surface, light-dark(#ffffff, #181b1e));
    --well: var(--cam-lens-well, light-dark(#f1f1ef, #0b0d0e));
    --ink: var(--cam-lens-ink, light-dark(#191b1f, #eceef0));
    --soft: var(--cam-lens-soft, light-dark(#5a6068, #a3abb3));
    --line: var(--cam-lens-line, light-dark(#e4e4e1, #2a2e32));
    --edge: var(--cam-lens-edge, light-dark(#8b9096, #6f777f));
    --accent: var(--cam-lens-accent, light-dark(#4c3f9f, #b5abff));
    --on-accent: var(--cam-lens-on-accent, light-dark(#ffffff, #17131f));
    --tint: var(--cam-lens-tint, light-dark(#efedfa, #25223a));
    --warn: var(--cam-lens-warn, light-dark(#8a4b00, #f2b866));
    --warn-tint: var(--cam-lens-warn-tint, light-dark(#fdf4e3, #2c2415));
    --radius: 10px;
    --small: 0.8125rem;
    font-family:
      system-ui,
      -apple-system,
      'Segoe UI',
      Roboto,
      'Noto Sans',
      'Liberation Sans',
      sans-serif;
    font-size: 0.9375rem;
    line-height: 1.45;
    color: var(--ink);
    font-variant-numeric: tabular-nums;
    box-sizing: border-box;
  }
  *,
  *::before,
  *::after {
    box-sizing: inherit;
  }
  :host([hidden]) {
    display: none !important;
  }
  a {
    color: var(--accent);
    text-underline-offset: 0.15em;
    text-decoration-thickness: 1px;
  }
  :focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: 2px;
  }
  .quiet {
    color: var(--soft);
    font-size: var(--small);
  }
  .hidden-text {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  @media (prefers-reduced-motion: reduce) {
    *,
    *::before,
    *::after {
      animation: none !important;
      transition: none !important;
    }
  }
`;
