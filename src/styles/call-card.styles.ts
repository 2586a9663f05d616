import {css} from 'lit';

/** The card of one call. */
export const callCardStyles = css`
  :host {
    display: block;
    color: var(--_text);
  }

  [part='card'] {
    display: grid;
    gap: 0.875rem;
    padding: 0.875rem;
    border: 1px solid var(--_border);
    border-radius: calc(var(--_radius) + 0.25rem);
    background: var(--sip-card-background, var(--_raised));
    /* The card itself has the raised colour, so the buttons on it need another one. */
    --sip-color-raised: var(--sip-color-key, light-dark(#dfe4ea, #3d424b));
    --sip-color-hover: light-dark(#d2d8e0, #4a505a);
  }

  [part='party'] {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr) auto;
    align-items: center;
    gap: 0.25rem 0.75rem;
  }

  [part='avatar'] {
    display: grid;
    place-items: center;
    inline-size: 2.75rem;
    block-size: 2.75rem;
    border-radius: 50%;
    background: var(--_accent);
    color: var(--_on-accent);
    font-weight: 600;
  }

  [part='avatar'] svg {
    font-size: 1.375rem;
  }

  [part='progress'] {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0 0.5rem;
    color: var(--_muted);
    font-size: 0.875rem;
    line-height: 1.4;
  }

  /* The dot is a border, because borders stay visible in forced colours. */
  [part='recording']::before {
    content: '';
    display: inline-block;
    margin-inline-end: 0.35em;
    border: 0.3em solid var(--_danger);
    border-radius: 50%;
  }

  sip-caller {
    font-size: 1.0625rem;
    line-height: 1.35;
  }

  [part='stage'] {
    position: relative;
  }

  [part='stage'] .inset {
    position: absolute;
    inset-block-end: 0.5rem;
    inset-inline-end: 0.5rem;
    inline-size: 28%;
    --sip-video-radius: 0.5rem;
    box-shadow:
      0 0 0 2px rgb(255 255 255 / 0.85),
      0 2px 8px rgb(0 0 0 / 0.4);
  }

  [part='actions'] {
    display: grid;
    grid-template-columns: repeat(2, minmax(0, 1fr));
    gap: 0.5rem;
  }

  .wide {
    grid-column: 1 / -1;
  }

  [part='tools'] {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(46px, 1fr));
    gap: 0.375rem;
  }

  [part='tools'] > *::part(button),
  [part='toggle'] {
    flex-direction: column;
    padding: 0.5rem 0.125rem;
    gap: 0.25rem;
    min-block-size: 60px;
    block-size: 100%;
    font-size: 0.75rem;
    font-weight: 500;
    line-height: 1.25;
  }

  [part='tools'] > * {
    --sip-button-gap: 0.25rem;
  }

  [part='tools'] > *::part(icon),
  [part='toggle'] svg {
    font-size: 1.375rem;
  }

  button {
    display: flex;
    align-items: center;
    justify-content: center;
    min-inline-size: 44px;
    border: 1px solid transparent;
    border-radius: var(--_radius);
    background: var(--sip-color-raised);
    color: var(--_text);
    font: inherit;
    cursor: pointer;
    touch-action: manipulation;
  }

  [part='toggle'][aria-expanded='true'] {
    background: var(--_accent);
    color: var(--_on-accent);
  }

  [part='dismiss'] {
    min-block-size: 44px;
    background: none;
    color: var(--_muted);
    font-size: 1.25rem;
  }

  button:hover {
    filter: brightness(0.96);
  }

  /* The avatar shows that the call rings. */
  .ringing [part='avatar'] {
    background: var(--_success);
    color: var(--_on-success);
    animation: sip-ring 1.4s ease-out infinite;
  }

  .ended [part='avatar'] {
    background: var(--sip-color-raised);
    color: var(--_muted);
  }

  @keyframes sip-ring {
    from {
      box-shadow: 0 0 0 0 rgb(21 127 63 / 0.55);
    }

    70%,
    to {
      box-shadow: 0 0 0 14px rgb(21 127 63 / 0);
    }
  }

  @container (max-width: 260px) {
    [part='actions'] {
      grid-template-columns: minmax(0, 1fr);
    }
  }

  @media (forced-colors: active) {
    [part='avatar'],
    button {
      border: 1px solid ButtonBorder;
    }

    [part='toggle'][aria-expanded='true'] {
      border-color: Highlight;
    }
  }
`;
