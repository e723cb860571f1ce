/** A grid of pictures of which only some rows are in the document; lengths are set by the element. */
import { css } from 'lit';

/** In CSS pixels. */
export const sizes = { cell: 180, narrow: 130, gap: 14, caption: 84, grid: 640 } as const;

export const gridLayout = css`
  [role='grid'] {
    position: relative;
    height: var(--grid-height);
    max-height: 80vh;
    overflow: hidden scroll;
    border-radius: 6px;
  }
  /* Its width alone changes, so that observing it never leads to a change of its own. */
  .ruler {
    height: 0;
  }
  .whole {
    height: var(--whole);
  }
  .window {
    position: absolute;
    inset: 0 0 auto;
    transform: translateY(var(--top));
  }
  [role='row'] {
    display: grid;
    grid-template-columns: repeat(var(--columns), minmax(0, 1fr));
    gap: ${sizes.gap}px;
    height: var(--row);
    padding: 3px;
    box-sizing: border-box;
  }
  [role='gridcell'] {
    position: relative;
    min-width: 0;
    border-radius: 6px;
    outline-offset: 1px;
  }
  [role='gridcell']:focus-visible {
    outline: 2px solid var(--accent);
  }
  [aria-selected='true'] .tile {
    box-shadow: 0 0 0 3px var(--accent);
  }
  .caption {
    margin: 5px 0 0;
    font-size: 0.75rem;
    line-height: 1.35;
  }
  .caption > span,
  .first strong {
    display: block;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .caption .soft {
    color: var(--soft);
  }
  .first {
    display: flex;
    align-items: center;
    gap: 6px;
  }
  .first strong {
    flex: 1;
    min-width: 0;
  }
  .pick {
    flex: none;
    width: 18px;
    height: 18px;
    margin: 0;
    accent-color: var(--accent);
  }
  @media (forced-colors: active) {
    [aria-selected='true'] .tile {
      outline: 3px solid Highlight;
      outline-offset: -3px;
    }
  }
`;
