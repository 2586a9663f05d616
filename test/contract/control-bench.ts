import {sendKeys} from '@web/test-runner-commands';
import type {LitElement} from 'lit';
import {fixture, html, registeredPhone, settle} from '../elements/owners.js';
import type {Bench, ControlRow, Way} from './control-rows.js';

function create({tag, attributes = {}}: ControlRow): LitElement {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element as unknown as LitElement;
}

/** Renders the control without an owner, in a colour scheme. */
export async function alone(row: ControlRow, scheme = 'light'): Promise<LitElement> {
  const element = create(row);
  await fixture(html`<div style="color-scheme: ${scheme}; background: Canvas; color: CanvasText">${element}</div>`);
  return element;
}

/** Renders the control in a registered phone, ready to be pressed. */
export async function ready(row: ControlRow, scheme = 'light'): Promise<Bench> {
  const element = create(row);
  const bench = {
    ...(await registeredPhone(
      html`<div style="color-scheme: ${scheme}; background: Canvas; color: CanvasText">${element}</div>`,
    )),
    element,
  };
  await row.ready(bench);
  await settle();
  return bench;
}

export const innerOf = (row: ControlRow, element: LitElement) =>
  element.shadowRoot!.querySelector<HTMLButtonElement | HTMLInputElement | HTMLSelectElement>(row.inner)!;

export async function press(row: ControlRow, element: LitElement, way: Way = row.ways?.[0] ?? 'click'): Promise<void> {
  const inner = innerOf(row, element);
  if (way === 'click') inner.click();
  else {
    inner.focus();
    await sendKeys({press: way});
  }
  await settle();
}

/** Records the requests that reach the document; with `stop` it also stops them there. */
export function requests(
  row: ControlRow,
  stop = false,
): {readonly events: CustomEvent<unknown>[]; readonly end: () => void} {
  const events: CustomEvent<unknown>[] = [];
  const abort = new AbortController();
  const listener = (event: Event) => {
    events.push(event as CustomEvent<unknown>);
    if (stop) event.preventDefault();
  };
  document.addEventListener(row.request, listener, {signal: abort.signal});
  return {
    events,
    end: () => {
      abort.abort();
    },
  };
}

/** Returns everything that the core has done, and its state, as text. */
export const core = ({engine, phone}: Bench) =>
  JSON.stringify([
    // Pointing at a control prepares a call (`prewarm`); that is no action.
    engine.log.filter((line) => line !== 'prewarm'),
    engine.sessions.map(({log, muted}) => [log, muted]),
    phone.snapshot.calls.map(({state, held, muted, video, volume, recording, pending}) => [
      state,
      held,
      muted,
      video,
      volume,
      recording,
      pending,
    ]),
    phone.snapshot.devices.chosen,
  ]);

/** Returns the parts of a control that show the state. */
export const shown = (row: ControlRow, element: LitElement) => {
  const inner = innerOf(row, element);
  return JSON.stringify([
    inner.getAttribute('aria-pressed'),
    inner.textContent.trim(),
    inner.disabled,
    inner.value,
    element.matches(':state(active)'),
  ]);
};

/** Returns the accessible name: the label, else the text content. */
export function nameOf(row: ControlRow, element: LitElement): string {
  const named = element.shadowRoot!.querySelector(row.named ?? row.inner)!;
  return (named.getAttribute('aria-label') ?? named.textContent).trim();
}
