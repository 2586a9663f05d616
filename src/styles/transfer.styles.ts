import {css} from 'lit';

/** The panel of a transfer: the field for the target, and the progress. */
export const transferStyles = css`
  :host {
    display: block;
    min-inline-size: 0;
    color: var(--_text);
  }

  [part='panel']:not([hidden]),
  form {
    display: grid;
    gap: 0.5rem;
  }

  [part='panel'] {
    margin-block-start: 0.5rem;
  }

  input {
    inline-size: 100%;
    min-inline-size: 0;
    min-block-size: 44px;
    padding-inline: 0.75rem;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: var(--_surface);
    color: inherit;
    font: inherit;
  }

  [part='transfer'] {
    --_background: var(--_accent);
    --_color: var(--_on-accent);
  }

  button[aria-disabled='true'] {
    cursor: progress;
    opacity: 0.6;
  }

  [part='news'] {
    margin: 0;
    color: var(--_muted);
    font-size: 0.875rem;
  }

  [part='news']:empty {
    display: none;
  }
`;
