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

  /* Where nothing is asked it takes no room, nor a gap in a grid; but it is there, to be announced what comes. */
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
