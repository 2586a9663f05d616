import type {ReactiveController, ReactiveControllerHost} from 'lit';

export interface KeysOptions {
  press(key: string): void;
  /** Handles the Backspace key. */
  erase(): void;
  paste(text: string): void;
  /** Whether a long press on 0 types +. */
  longPress(): boolean;
}

const COLUMNS = 3;
const LONG_PRESS = 500;
const STEPS: Readonly<Record<string, number>> = {
  ArrowRight: 1,
  ArrowLeft: -1,
  ArrowDown: COLUMNS,
  ArrowUp: -COLUMNS,
};

/**
 * Handles pointer and keyboard on a pad of keys, three in a row, each a `<button data-key>` in the host's shadow root.
 * The pad is one tab stop. The arrow keys move from key to key, and a key of the keyboard presses the same key here.
 */
export class KeysController implements ReactiveController {
  /** The index of the key that is the tab stop. */
  current = 0;

  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #options: KeysOptions;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** A long press has typed +; the click that ends it must not type 0. */
  #held = false;

  constructor(host: ReactiveControllerHost & HTMLElement, options: KeysOptions) {
    this.#host = host;
    this.#options = options;
    host.addController(this);
  }

  hostConnected(): void {
    // A controller must implement one reactive callback; the template adds the listeners.
  }

  hostDisconnected(): void {
    this.#release();
  }

  readonly click = (event: MouseEvent): void => {
    this.#release();
    const key = keyOf(event);
    if (!key) return;
    this.#focus(this.#buttons().indexOf(key), false);
    // A keyboard or assistive technology makes clicks with `detail` 0. These never end a long press; a long press can
    // also end without a click.
    const held = this.#held && event.detail > 0;
    this.#held = false;
    if (!held) this.#options.press(key.dataset['key'] ?? '');
  };

  readonly keydown = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    const step = STEPS[event.key];
    if (step !== undefined) this.#move(step);
    else if (event.key === 'Home') this.#focus(0);
    else if (event.key === 'End') this.#focus(this.#buttons().length - 1);
    else if (event.key === 'Backspace') this.#options.erase();
    else if (/^[0-9*#+A-Da-d]$/.test(event.key)) this.#type(event);
    else return;
    event.preventDefault();
  };

  readonly paste = (event: ClipboardEvent): void => {
    const text = event.clipboardData?.getData('text/plain') ?? '';
    if (!text) return;
    event.preventDefault();
    this.#options.paste(text);
  };

  readonly pointerdown = (event: PointerEvent): void => {
    this.#held = false;
    if (event.button !== 0 || keyOf(event)?.dataset['key'] !== '0' || !this.#options.longPress()) return;
    this.#timer = setTimeout(() => {
      this.#held = true;
      this.#options.press('+');
    }, LONG_PRESS);
    // The finger may leave the key, or the browser may cancel the pointer to scroll.
    for (const type of ['pointerup', 'pointercancel', 'pointerout']) {
      event.target?.addEventListener(type, this.#release, {once: true});
    }
  };

  /** Keeps the context menu closed, which browsers open on a long touch. */
  readonly contextmenu = (event: Event): void => {
    if (this.#timer !== undefined || this.#held) event.preventDefault();
  };

  readonly #release = (): void => {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  };

  #type(event: KeyboardEvent): void {
    // A key that is held down is one digit. The far end would read each repetition as another digit.
    if (event.repeat) return;
    const index = this.#buttons().findIndex((button) => button.dataset['key'] === event.key);
    if (index >= 0) this.#focus(index);
    this.#options.press(event.key);
  }

  #move(step: number): void {
    const next = this.current + step;
    if (next >= 0 && next < this.#buttons().length) this.#focus(next);
  }

  #focus(index: number, really = true): void {
    this.current = index;
    this.#host.requestUpdate();
    if (really) this.#buttons()[index]?.focus();
  }

  #buttons(): HTMLElement[] {
    return [...(this.#host.shadowRoot?.querySelectorAll<HTMLElement>('[data-key]') ?? [])];
  }
}

function keyOf(event: Event): HTMLElement | undefined {
  return event
    .composedPath()
    .find((target): target is HTMLElement => target instanceof HTMLElement && target.dataset['key'] !== undefined);
}
