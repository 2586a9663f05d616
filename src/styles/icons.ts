import {svg, html, type SVGTemplateResult, type TemplateResult} from 'lit';

export type Icon = TemplateResult;

/** A picture of 24 by 24 units in the colour of the text. It is decoration: the control around it has a name. */
function icon(shape: () => SVGTemplateResult): Icon {
  return html`<svg
    viewBox="0 0 24 24"
    width="1em"
    height="1em"
    fill="none"
    stroke="currentColor"
    stroke-width="2"
    stroke-linecap="round"
    stroke-linejoin="round"
    aria-hidden="true"
    focusable="false"
  >
    ${shape()}
  </svg>`;
}

// The icons are functions, marked as pure: a bundler can leave out those that a page does not use.
const handset = () => svg`<path
  fill="currentColor"
  stroke-width="1.5"
  d="M7.2 3.4 4.9 4.9C3.8 5.6 3.4 6.9 3.7 8.2 5 14.2 9.8 19 15.8 20.3c1.3.3 2.6-.1 3.3-1.2l1.5-2.3-4.3-3.4-2.4 1.9c-2.3-1.1-4.1-2.9-5.2-5.2l1.9-2.4z"
/>`;
const slash = () => svg`<path d="M4 4 20 20" />`;
const camera = () =>
  svg`<rect x="2.5" y="6" width="12.5" height="12" rx="2.5" /><path d="m15 10.8 5.2-3c.5-.3 1.3.1 1.3.7v7c0 .6-.8 1-1.3.7l-5.2-3" />`;
const screen = () => svg`<rect x="2.5" y="4" width="19" height="13" rx="2" /><path d="M8.5 20.5h7" />`;
const microphone = () =>
  svg`<rect x="9" y="2.5" width="6" height="11.5" rx="3" /><path d="M5.5 11a6.5 6.5 0 0 0 13 0M12 17.5v4" />`;

export const callIcon = /* @__PURE__ */ icon(handset);
export const hangupIcon = /* @__PURE__ */ icon(() => svg`<g transform="rotate(135 12 12)">${handset()}</g>`);
export const cameraIcon = /* @__PURE__ */ icon(camera);
export const cameraOffIcon = /* @__PURE__ */ icon(() => svg`${camera()}${slash()}`);
export const screenIcon = /* @__PURE__ */ icon(() => svg`${screen()}<path d="M12 13.5v-6m-2.8 2.8L12 7.5l2.8 2.8" />`);
export const screenOffIcon = /* @__PURE__ */ icon(() => svg`${screen()}<path d="m9.5 8 5 5m0-5-5 5" />`);
export const microphoneIcon = /* @__PURE__ */ icon(microphone);
export const microphoneOffIcon = /* @__PURE__ */ icon(() => svg`${microphone()}${slash()}`);
export const pauseIcon = /* @__PURE__ */ icon(() => svg`<path stroke-width="3.5" d="M8 5.5v13M16 5.5v13" />`);
export const playIcon = /* @__PURE__ */ icon(() => svg`<path fill="currentColor" d="M7.5 5v14l11-7z" />`);
export const backspaceIcon = /* @__PURE__ */ icon(
  () => svg`<path d="M8.5 5H19a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2H8.5L2.5 12zM11 9.5l5 5M16 9.5l-5 5" />`,
);
export const soundIcon = /* @__PURE__ */ icon(
  () => svg`<path d="M4 9.5v5h3.5L12 18.5v-13L7.5 9.5zM15.5 9a4 4 0 0 1 0 6M18 6.5a8 8 0 0 1 0 11" />`,
);
export const retryIcon = /* @__PURE__ */ icon(
  () => svg`<path d="M20 5v5h-5M4 19v-5h5M19.5 10A8 8 0 0 0 5.6 7.2M4.5 14a8 8 0 0 0 13.9 2.8" />`,
);
export const closeIcon = /* @__PURE__ */ icon(() => svg`<path d="m6 6 12 12M18 6 6 18" />`);
export const personIcon = /* @__PURE__ */ icon(
  () => svg`<circle cx="12" cy="8.5" r="4" /><path d="M4.5 20a7.5 7.5 0 0 1 15 0" />`,
);
export const keypadIcon = /* @__PURE__ */ icon(
  () => svg`<g fill="currentColor" stroke="none">
  <circle cx="5.5" cy="5" r="1.8" /><circle cx="12" cy="5" r="1.8" /><circle cx="18.5" cy="5" r="1.8" />
  <circle cx="5.5" cy="11" r="1.8" /><circle cx="12" cy="11" r="1.8" /><circle cx="18.5" cy="11" r="1.8" />
  <circle cx="5.5" cy="17" r="1.8" /><circle cx="12" cy="17" r="1.8" /><circle cx="18.5" cy="17" r="1.8" />
</g>`,
);
export const moreIcon = /* @__PURE__ */ icon(
  () => svg`<g fill="currentColor" stroke="none">
  <circle cx="5" cy="12" r="2" /><circle cx="12" cy="12" r="2" /><circle cx="19" cy="12" r="2" />
</g>`,
);
export const recordIcon = /* @__PURE__ */ icon(
  () => svg`<circle cx="12" cy="12" r="9" /><circle cx="12" cy="12" r="4" fill="currentColor" stroke="none" />`,
);
export const conferenceIcon = /* @__PURE__ */ icon(
  () =>
    svg`<circle cx="8.5" cy="8" r="3.5" /><path d="M2 19.5a6.5 6.5 0 0 1 13 0M15 4.8a3.5 3.5 0 0 1 0 6.4M17.5 14a6.5 6.5 0 0 1 4.5 5.5" />`,
);
export const transferIcon = /* @__PURE__ */ icon(() => svg`${handset()}<path d="M13 6h8M17.5 2.5 21 6l-3.5 3.5" />`);
