import {css} from 'lit';

/**
 * The base styles of every visible element. The page can set a token (`--sip-color-accent`). Otherwise the token
 * follows the colour scheme: `color-scheme: dark` on the element or anything around it makes it dark.
 */
export const hostStyles = css`
  :host {
    --_accent: var(--sip-color-accent, light-dark(#1f5fd0, #8ab4ff));
    --_on-accent: var(--sip-color-on-accent, light-dark(#fff, #0f1626));
    --_success: var(--sip-color-success, #157f3f);
    --_on-success: var(--sip-color-on-success, #fff);
    --_danger: var(--sip-color-danger, #c9302c);
    --_on-danger: var(--sip-color-on-danger, #fff);
    --_danger-text: var(--sip-color-danger-text, light-dark(#b3261e, #ffb4ab));
    --_surface: var(--sip-color-surface, light-dark(#fff, #1a1c20));
    --_raised: var(--sip-color-raised, light-dark(#f0f2f5, #2a2d33));
    --_hover: var(--sip-color-hover, light-dark(#e3e7ec, #363a42));
    --_text: var(--sip-color-text, light-dark(#171a1f, #f2f4f7));
    --_muted: var(--sip-color-muted, light-dark(#565e69, #aab2bd));
    --_border: var(--sip-color-border, light-dark(#d9dde3, #3a3f47));
    --_focus: var(--sip-color-focus, var(--_accent));
    --_radius: var(--sip-radius, 0.75rem);
  }

  :host([hidden]) {
    display: none !important;
  }

  *,
  ::before,
  ::after {
    box-sizing: border-box;
  }

  :focus-visible {
    outline: 2px solid var(--_focus);
    outline-offset: 2px;
  }

  svg {
    display: block;
    flex: none;
  }

  .visually-hidden {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    margin: -1px;
    padding: 0;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
    border: 0;
  }

  @media (prefers-reduced-motion: reduce) {
    *,
    ::before,
    ::after {
      animation: none !important;
      transition: none !important;
    }
  }
`;
