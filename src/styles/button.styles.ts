import {css} from 'lit';

/** Styles of the native button inside every button element. */
export const buttonStyles = css`
  :host {
    display: inline-block;
    vertical-align: middle;
    --_background: var(--_raised);
    --_color: var(--_text);
  }

  button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    inline-size: 100%;
    min-inline-size: 44px;
    min-block-size: 44px;
    margin: 0;
    padding: var(--sip-button-padding, 0.5rem 1rem);
    border: 1px solid transparent;
    border-radius: var(--sip-button-radius, var(--_radius));
    background: var(--sip-button-background, var(--_background));
    color: var(--sip-button-color, var(--_color));
    font: inherit;
    font-weight: 600;
    line-height: 1.25;
    cursor: pointer;
    touch-action: manipulation;
    -webkit-tap-highlight-color: transparent;
    transition: filter 120ms;
  }

  :host([icon-only]) button {
    padding: var(--sip-button-padding, 0);
  }

  .content {
    display: inherit;
    align-items: inherit;
    justify-content: inherit;
    flex-direction: inherit;
    gap: var(--sip-button-gap, 0.5rem);
  }

  [part='icon'] {
    display: grid;
    place-items: center;
    font-size: 1.25em;
  }

  button:hover:not(:disabled) {
    filter: brightness(0.96);
  }

  button:active:not(:disabled) {
    filter: brightness(0.92);
  }

  button:disabled {
    cursor: not-allowed;
    opacity: 0.5;
  }

  button[aria-busy='true'] {
    cursor: progress;
  }

  button[aria-busy='true'] [part='icon'] {
    animation: sip-busy 1s ease-in-out infinite;
  }

  button[aria-pressed='true'] {
    --_background: var(--_accent);
    --_color: var(--_on-accent);
  }

  @keyframes sip-busy {
    50% {
      opacity: 0.35;
    }
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

    button[aria-pressed='true'] {
      forced-color-adjust: none;
      border-color: Highlight;
      background: Highlight;
      color: HighlightText;
    }
  }
`;
