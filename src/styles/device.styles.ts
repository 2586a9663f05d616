import {css} from 'lit';

/** A native control with its label: a choice of devices, a volume, a level. */
export const deviceStyles = css`
  :host {
    display: block;
    min-inline-size: 0;
    color: var(--_text);
  }

  [part='control'] {
    display: grid;
    gap: 0.25rem;
  }

  [part='label'] {
    color: var(--_muted);
    font-size: 0.875rem;
  }

  select,
  button {
    inline-size: 100%;
    min-block-size: 44px;
    padding-inline: 0.75rem;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: var(--_surface);
    color: inherit;
    font: inherit;
    text-overflow: ellipsis;
  }

  button {
    cursor: pointer;
    background: var(--_raised);
  }

  button:hover {
    background: var(--_hover);
  }

  select:disabled {
    color: var(--_muted);
  }

  input {
    inline-size: 100%;
    min-block-size: 24px;
    margin: 0;
    accent-color: var(--_accent);
  }

  [part='hint'] {
    margin: 0;
    color: var(--_muted);
    font-size: 0.875rem;
  }

  [part='hint']:empty {
    display: none;
  }

  [part='hint'].urgent {
    color: var(--_danger-text);
  }

  [part='meter'] {
    block-size: 0.5rem;
    overflow: hidden;
    border: 1px solid var(--_border);
    border-radius: 0.25rem;
    background: var(--_raised);
  }

  [part='bar'] {
    block-size: 100%;
    background: var(--_success);
    transform-origin: left;
  }

  [dir='rtl'] [part='bar'] {
    transform-origin: right;
  }

  @media (forced-colors: active) {
    [part='bar'] {
      background: Highlight;
      forced-color-adjust: none;
    }
  }
`;
