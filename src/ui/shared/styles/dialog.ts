/** A dialog over the page. */
import { css } from 'lit';

export const dialogStyles = css`
  dialog {
    width: min(520px, calc(100vw - 32px));
    max-height: calc(100vh - 32px);
    padding: 20px 22px 22px;
    border: 1px solid var(--line);
    border-radius: 14px;
    background: var(--surface);
    color: var(--ink);
    box-shadow: 0 12px 48px #0000003d;
  }
  dialog::backdrop {
    background: #00000073;
  }
  .head {
    display: flex;
    justify-content: space-between;
    align-items: center;
    gap: 12px;
  }
  h2 {
    margin: 0;
    font-size: 1.0625rem;
    font-weight: 600;
  }
  p {
    margin: 12px 0;
    font-size: 0.875rem;
    text-wrap: pretty;
  }
  .files {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 10px;
    overflow-wrap: anywhere;
  }
  .busy:empty {
    display: none;
  }
  .fault {
    padding: 10px 12px;
    border-radius: 7px;
    background: var(--warn-tint);
    color: var(--warn);
    overflow-wrap: anywhere;
  }
  form p {
    margin: 0;
  }
  small {
    display: block;
    color: var(--warn);
    font-size: var(--small);
  }
  .known {
    color: var(--soft);
  }
  select {
    width: 100%;
  }
  .main {
    justify-self: start;
  }
`;
