import {css} from 'lit';

/** The keys of a telephone. */
export const dialpadStyles = css`
  :host {
    display: block;
    color: var(--_text);
  }

  [part='keys'] {
    display: grid;
    grid-template-columns: repeat(3, minmax(44px, 1fr));
    gap: var(--sip-key-gap, 0.625rem);
  }

  button {
    display: flex;
    flex-direction: column;
    align-items: center;
    justify-content: center;
    min-block-size: max(44px, var(--sip-key-size, 3.5rem));
    padding: 0.25rem;
    border: 1px solid transparent;
    border-radius: var(--sip-key-radius, var(--_radius));
    background: var(--sip-key-background, var(--_raised));
    color: inherit;
    font: inherit;
    line-height: 1.1;
    cursor: pointer;
    touch-action: manipulation;
    user-select: none;
    -webkit-touch-callout: none;
    -webkit-tap-highlight-color: transparent;
    transition: background-color 120ms;
  }

  button:hover:not(:disabled) {
    background: var(--_hover);
  }

  button:active:not(:disabled) {
    background: var(--_accent);
    color: var(--_on-accent);
  }

  button:active:not(:disabled) [part='letters'] {
    color: inherit;
  }

  button:disabled {
    cursor: not-allowed;
    opacity: 0.5;
  }

  [part='digit'] {
    font-size: 1.5rem;
    font-weight: 500;
    font-variant-numeric: tabular-nums;
  }

  /* An empty line keeps the digits of a row on one level. */
  [part='letters'] {
    min-block-size: 1.1em;
    color: var(--_muted);
    font-size: 0.6875rem;
    font-weight: 600;
    letter-spacing: 0.12em;
  }

  @media (forced-colors: active) {
    button {
      border-color: ButtonBorder;
    }

    button:disabled {
      border-color: GrayText;
      color: GrayText;
      opacity: 1;
    }
  }
`;
