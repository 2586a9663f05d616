import {css} from 'lit';

/** Owners are invisible. Only one that shows its default face has a box, so that a page can size that one tag. */
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
