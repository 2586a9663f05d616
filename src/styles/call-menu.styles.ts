import {css} from 'lit';

/** The further tools of a call, in a card. */
export const callMenuStyles = css`
  :host {
    display: grid;
    gap: 0.875rem;
  }

  [part='tools'] {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(8.5rem, 1fr));
    gap: 0.375rem;
  }

  [part='devices'] {
    display: grid;
    gap: 0.625rem;
  }
`;
