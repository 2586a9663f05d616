import {css} from 'lit';

/** The less frequent tools of a call. */
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

  /* A button that is alone in the last row takes the whole row. */
  [part='tools'] > * {
    flex: 1 1 8.5rem;
  }

  [part='devices'] {
    display: grid;
    gap: 0.625rem;
  }
`;
