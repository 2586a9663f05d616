import type {Call} from '../../core/call/call.js';
import type {CallState} from '../../core/call/call-state.js';
import {toSipError, type SipError} from '../../core/errors.js';
import type {SipNoticeEvent} from '../../core/events.js';

interface TwoWay {
  /** Reads the true value. */
  readonly read: (call: Readonly<CallState>) => boolean;
  /** Asks the call for a value. Rejects if the call refuses. */
  readonly ask: (call: Call, wanted: boolean) => Promise<void>;
  /** Whether the attribute, set before there is a call, also applies to the next call. */
  readonly wish?: boolean;
}

const TWO_WAY = {
  muted: {
    read: (call) => call.muted.audio,
    ask: (call, muted) => call.setMuted('audio', muted),
    wish: true,
  },
  deaf: {
    read: (call) => call.deaf,
    ask: async (call, deaf) => {
      call.setDeaf(deaf);
      await Promise.resolve();
    },
    wish: true,
  },
  held: {read: (call) => call.held.local, ask: (call, held) => call.setHeld(held)},
  video: {read: (call) => call.video, ask: (call, video) => call.setVideo(video)},
} as const satisfies Record<string, TwoWay>;

export type TwoWayName = keyof typeof TWO_WAY;
export const TWO_WAY_NAMES = Object.keys(TWO_WAY) as readonly TwoWayName[];

/**
 * The attributes of `<sip-call>` that work like `open` on `<details>`. A page that sets one asks the call for a change;
 * afterwards the attribute shows the true value.
 */
export class TwoWayAttributes {
  readonly #host: HTMLElement;
  readonly #refused: (error: SipError, call: Call) => void;
  readonly #asking = new Map<TwoWayName, boolean>();
  #call: Call | undefined;
  #writing = false;

  constructor(host: HTMLElement, refused: (error: SipError, call: Call) => void) {
    this.#host = host;
    this.#refused = refused;
  }

  /** Whether a notice would only repeat a change that the page is asking for with an attribute. */
  echoes({type, detail}: SipNoticeEvent): boolean {
    if (type === 'sip-mute-change' && 'muted' in detail) {
      return detail.kind === 'audio' && this.#asking.get('muted') === detail.muted;
    }
    return 'held' in detail && detail.side === 'local' && this.#asking.get('held') === detail.held;
  }

  /** The element calls it when an attribute has changed. */
  changed(name: string): void {
    if (this.#writing || !isTwoWay(name) || !this.#call || this.#asking.has(name)) return;
    void this.#ask(name, this.#call);
  }

  bind(call: Call | undefined): void {
    if (call === this.#call) return;
    this.#call = call;
    this.#asking.clear();
    for (const name of TWO_WAY_NAMES) {
      const {wish = false}: TwoWay = TWO_WAY[name];
      if (call && wish && this.#host.hasAttribute(name)) void this.#ask(name, call);
      else this.#write(name, call);
    }
  }

  /** Writes the true values, except for attributes whose request is still running. */
  follow(): void {
    if (!this.#call) return;
    for (const name of TWO_WAY_NAMES) {
      if (!this.#asking.has(name)) this.#write(name, this.#call);
    }
  }

  async #ask(name: TwoWayName, call: Call): Promise<void> {
    const {read, ask}: TwoWay = TWO_WAY[name];
    let failure: SipError | undefined;
    let wanted = this.#host.hasAttribute(name);
    while (wanted !== read(call.snapshot)) {
      this.#asking.set(name, wanted);
      failure = await ask(call, wanted).then(
        () => undefined,
        (error: unknown) => toSipError(error),
      );
      if (call !== this.#call) return;
      // The page may have changed the attribute again during the request.
      const now = this.#host.hasAttribute(name);
      if (failure || now === wanted) break;
      wanted = now;
    }
    this.#asking.delete(name);
    this.#write(name, call);
    if (failure) this.#refused(failure, call);
  }

  #write(name: TwoWayName, call: Call | undefined): void {
    this.#writing = true;
    this.#host.toggleAttribute(name, call ? TWO_WAY[name].read(call.snapshot) : false);
    this.#writing = false;
  }
}

function isTwoWay(name: string): name is TwoWayName {
  return Object.hasOwn(TWO_WAY, name);
}
