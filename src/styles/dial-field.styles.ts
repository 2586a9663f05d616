import {css} from 'lit';

/** The field for a number. */
export const dialFieldStyles = css`
  :host {
    display: block;
    min-inline-size: 0;
    color: var(--_text);
  }

  [part='field'] {
    display: flex;
    align-items: center;
    gap: 0.25rem;
    min-block-size: 48px;
    padding-inline: 0.25rem;
    border: 1px solid var(--_border);
    border-radius: var(--sip-field-radius, var(--_radius));
    background: var(--sip-field-background, var(--_surface));
  }

  [part='field']:focus-within {
    border-color: var(--_focus);
    outline: 1px solid var(--_focus);
  }

  input {
    flex: 1;
    inline-size: 0;
    min-inline-size: 0;
    min-block-size: 46px;
    padding: 0 0.75rem;
    border: 0;
    outline: 0;
    background: none;
    color: inherit;
    font: inherit;
    font-size: var(--sip-field-font-size, 1.125rem);
    text-overflow: ellipsis;
  }

  /* The frame around the input shows the focus. */
  input:focus-visible {
    outline: 0;
  }

  /* A number always runs from left to right; the placeholder follows the language. */
  :host(:dir(rtl)) input:placeholder-shown {
    direction: rtl;
  }

  input::placeholder {
    color: var(--_muted);
    opacity: 1;
  }

  button {
    display: grid;
    flex: none;
    place-items: center;
    inline-size: 44px;
    block-size: 44px;
    padding: 0;
    border: 0;
    border-radius: var(--_radius);
    background: none;
    color: var(--_muted);
    font-size: 1.375rem;
    cursor: pointer;
    touch-action: manipulation;
  }

  button:hover {
    color: var(--_text);
  }

  [hidden] {
    display: none;
  }

  [part='message'] {
    padding: 0.375rem 0.25rem 0;
    color: var(--_danger-text);
    font-size: 0.875rem;
    line-height: 1.4;
  }

  input[aria-invalid] {
    text-decoration: underline wavy var(--_danger-text) 1px;
    text-underline-offset: 0.25em;
  }

  @media (forced-colors: active) {
    [part='field']:focus-within {
      outline: 2px solid Highlight;
    }
  }
`;
