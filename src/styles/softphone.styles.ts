import {css} from 'lit';

/** The default face of a phone. */
export const softphoneStyles = css`
  :host {
    display: block;
    inline-size: 100%;
    max-inline-size: var(--sip-softphone-max-width, 26rem);
    color: var(--_text);
    font-family: var(--sip-font-family, system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif);
    font-size: 1rem;
    line-height: 1.5;
  }

  [part='panel'] {
    display: flex;
    flex-direction: column;
    gap: 1rem;
    min-block-size: 100%;
    padding: 1.125rem;
    border: 1px solid var(--_border);
    border-radius: calc(var(--_radius) + 0.5rem);
    background: var(--_surface);
    box-shadow:
      0 1px 2px rgb(16 24 40 / 0.06),
      0 8px 24px rgb(16 24 40 / 0.08);
  }

  :host([compact]) [part='panel'] {
    gap: 0.625rem;
    padding: 0.75rem;
    --sip-key-size: 2.75rem;
  }

  [part='header'] {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    align-items: center;
    gap: 0 0.625rem;
    font-size: 0.9375rem;
  }

  [part='dot'] {
    align-self: start;
    inline-size: 0.625rem;
    block-size: 0.625rem;
    margin-block-start: 0.4375rem;
    border: 2px solid var(--_muted);
    border-radius: 50%;
  }

  .registered [part='dot'],
  .ready [part='dot'] {
    border-color: light-dark(#157f3f, #4ccb7d);
    background: light-dark(#157f3f, #4ccb7d);
  }

  .failed [part='dot'] {
    border-color: var(--_danger-text);
    border-radius: 2px;
    background: var(--_danger-text);
  }

  .connecting [part='dot'],
  .reconnecting [part='dot'] {
    border-inline-start-color: transparent;
    animation: sip-turn 0.9s linear infinite;
  }

  [part='account'] {
    overflow: hidden;
    color: var(--_muted);
    font-size: 0.8125rem;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  sip-status {
    overflow-wrap: anywhere;
  }

  button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 0.5rem;
    min-block-size: 44px;
    padding: 0.5rem 1rem;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: var(--_raised);
    color: var(--_text);
    font: inherit;
    font-weight: 600;
    cursor: pointer;
  }

  svg {
    font-size: 1.25rem;
  }

  [part='unblock'] {
    border-color: transparent;
    background: var(--_accent);
    color: var(--_on-accent);
  }

  button:hover {
    filter: brightness(0.96);
  }

  sip-call-list {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.75rem;
  }

  sip-call-list:state(empty) {
    display: none;
  }

  [part='dial'] {
    display: grid;
    gap: inherit;
  }

  [part='call'] {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: 0.625rem;
    --sip-button-radius: var(--_radius);
  }

  [part='call'] sip-dial-button::part(button) {
    min-block-size: 52px;
  }

  [part='call'] sip-dial-button[video] {
    --sip-button-background: var(--_raised);
    --sip-button-color: var(--_text);
  }

  [part='call'] sip-dial-button[video]::part(button) {
    min-inline-size: 60px;
  }

  [part='settings'] {
    display: block;
  }

  [part='settings'] > * + * {
    margin-block-start: 0.625rem;
  }

  summary {
    display: flex;
    align-items: center;
    min-block-size: 44px;
    color: var(--_muted);
    font-size: 0.9375rem;
    cursor: pointer;
  }

  summary::before {
    content: '▸';
    inline-size: 1.25rem;
  }

  [dir='rtl'] summary::before {
    content: '◂';
  }

  [open] > summary::before,
  [dir='rtl'] [open] > summary::before {
    content: '▾';
  }

  [hidden] {
    display: none !important;
  }

  @keyframes sip-turn {
    to {
      transform: rotate(1turn);
    }
  }

  @container (max-width: 300px) {
    [part='panel'] {
      padding: 0.75rem;
      border-radius: var(--_radius);
    }
  }

  @media (forced-colors: active) {
    [part='dot'] {
      forced-color-adjust: none;
    }
  }
`;
