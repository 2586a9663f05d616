import {css} from 'lit';

/** An owner has no box, except while it shows its default face: then a page can size and place that one tag. */
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
