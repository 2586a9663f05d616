import {css} from 'lit';

/** A question with two buttons. */
export const consentStyles = css`
  :host {
    display: grid;
    gap: 0.75rem;
    padding: 0.75rem;
    border: 2px solid var(--_accent);
    border-radius: var(--_radius);
    background: var(--_surface);
    color: var(--_text);
    overflow-wrap: anywhere;
  }

  /* Without a question the element takes no room, and no gap in a grid. It stays rendered, so that screen readers
     announce the next question. */
  :host(:not(:state(awaiting-consent))) {
    position: absolute;
    padding: 0;
    border: 0;
  }

  [part='answers'] {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem;
  }

  button {
    flex: 1 1 5rem;
    inline-size: auto;
    padding-inline: 0.5rem;
  }

  [part='allow'] {
    --_background: var(--_accent);
    --_color: var(--_on-accent);
  }
`;
