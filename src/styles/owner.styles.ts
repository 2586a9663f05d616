import {css} from 'lit';

/** Owners have no looks; they are boxes only where they show a face of their own, so that the one tag can be sized. */
export const ownerStyles = css`
  :host {
    display: contents;
  }

  :host(:state(default-face)) {
    display: block;
  }

  sip-softphone,
  sip-call-card {
    block-size: 100%;
  }

  :host([hidden]) {
    display: none !important;
  }
`;
