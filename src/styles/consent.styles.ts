import {css} from 'lit';

/** A question with two buttons. */
export const consentStyles = css`
  :host {
    display: block;
    min-inline-size: 0;
    color: var(--_text);
  }

  /* Where nothing is asked it takes no room, nor a gap in a grid; but it is there, to be announced what comes. */
  :host(:not(:state(asking))) {
    position: absolute;
  }

  [part='question'] {
    display: grid;
    gap: 0.75rem;
    padding: 0.75rem;
    border: 1px solid var(--_border);
    border-inline-start: 4px solid var(--_accent);
    border-radius: var(--_radius);
    background: var(--_surface);
  }

  [part='text'] {
    overflow-wrap: anywhere;
  }

  [part='answers'] {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem;
  }

  [part='answers'] button {
    flex: 1 1 7rem;
    inline-size: auto;
  }

  [part='allow'] {
    --_background: var(--_accent);
    --_color: var(--_on-accent);
  }
`;
