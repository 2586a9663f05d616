import {html, type TemplateResult} from 'lit';

/** Puts a face into the frame of `frame.styles.ts`. */
export function framed(face: TemplateResult): TemplateResult {
  return html`<div class="frame"><div>${face}</div></div>`;
}
