import type {CallMedia, OpenedMedia} from '../../../src/core/media-port.js';
import {FakeMedia} from '../../../src/testing/fake-media.js';

/** Media whose devices open when the test says so, even if nobody wants them any more. */
export class SlowMedia extends FakeMedia {
  /** Resolves when the phone has asked for devices. */
  readonly asked: Promise<void>;
  #tellAsked: () => void = () => undefined;
  #open: (() => void) | undefined;

  constructor() {
    super();
    this.asked = new Promise((resolve) => {
      this.#tellAsked = resolve;
    });
  }

  override async open(wanted: CallMedia): Promise<OpenedMedia> {
    this.#tellAsked();
    await new Promise<void>((resolve) => {
      this.#open = resolve;
    });
    return super.open(wanted, {signal: new AbortController().signal});
  }

  /** The person allows the devices. */
  proceed(): void {
    this.#open?.();
  }
}
