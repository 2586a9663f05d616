import {css} from 'lit';

/** The quality bars, and the warnings below them. */
export const qualityStyles = css`
  :host {
    display: inline-flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0.25rem 0.5rem;
    color: inherit;
  }

  [part='bars'] {
    display: inline-flex;
    align-items: end;
    gap: 2px;
    block-size: 0.875em;
  }

  [part='bar'] {
    inline-size: 3px;
    block-size: 25%;
    border-radius: 1px;
    background: var(--_border);
  }

  [part='bar']:nth-child(2) {
    block-size: 50%;
  }

  [part='bar']:nth-child(3) {
    block-size: 75%;
  }

  [part='bar']:nth-child(4) {
    block-size: 100%;
  }

  .on {
    background: currentColor;
  }

  :host(:state(good)) .on {
    background: var(--_success);
  }

  :host(:state(poor)) .on {
    background: var(--_danger-text);
  }

  [part='warning'] {
    margin: 0;
    color: var(--_danger-text);
  }

  [part='figures'] {
    display: grid;
    flex-basis: 100%;
    gap: 0.125rem;
    margin: 0;
    font-variant-numeric: tabular-nums;
  }

  [part='figures'] div {
    display: flex;
    justify-content: space-between;
    gap: 1rem;
  }

  dd {
    margin: 0;
  }

  @media (forced-colors: active) {
    [part='bar'] {
      forced-color-adjust: none;
      background: GrayText;
    }

    :host(:state(good)) .on,
    :host(:state(poor)) .on,
    .on {
      background: CanvasText;
    }
  }
`;
