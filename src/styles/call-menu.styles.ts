import {css} from 'lit';

/** The further tools of a call, in a card. */
export const callMenuStyles = css`
  :host {
    display: grid;
    gap: 0.875rem;
  }

  [part='tools'] {
    display: flex;
    flex-wrap: wrap;
    gap: 0.375rem;
  }

  /* The one that is left over takes the whole row. */
  [part='tools'] > * {
    flex: 1 1 8.5rem;
  }

  [part='devices'] {
    display: grid;
    gap: 0.625rem;
  }
`;
