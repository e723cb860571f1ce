/** Code in blocks. */
import { css } from 'lit';

export const codeBlock = css`
  pre {
    margin: 0;
    padding: 12px 14px;
    overflow-x: auto;
    border-radius: 8px;
    background: var(--well);
    font-size: var(--small);
    line-height: 1.5;
  }
`;
