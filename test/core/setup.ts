import type {PhoneOptions} from '../../src/core/config/phone-options.js';
import {NOTICE_NAMES, type SipNotices} from '../../src/core/events.js';
import {createLogger} from '../../src/core/logger.js';
import {Phone} from '../../src/core/phone/phone.js';
import {FakeClock, FakeEngine, FakeMedia} from '../../src/testing/index.js';

export interface Bench {
  readonly phone: Phone;
  readonly engine: FakeEngine;
  readonly media: FakeMedia;
  readonly clock: FakeClock;
  /** Every notice until now, oldest first. */
  readonly notices: {type: keyof SipNotices; detail: Record<string, unknown>}[];
  /** The details of one kind of notice. */
  readonly seen: <K extends keyof SipNotices>(type: K) => SipNotices[K][];
}

/** Makes a phone on the fake engine, with a clock that stands still. */
export function bench(options: Partial<PhoneOptions> = {}): Bench {
  const engine = new FakeEngine();
  const media = new FakeMedia();
  const clock = new FakeClock(1_000_000);
  const phone = new Phone(
    {
      server: 'wss://pbx.example.com/ws',
      uri: 'sip:1001@example.com',
      clock,
      logger: createLogger(() => undefined),
      ...options,
    },
    {engine: engine.factory, media: media.factory},
  );
  const notices: Bench['notices'] = [];
  for (const type of NOTICE_NAMES) {
    phone.on(type, (event) => notices.push({type, detail: event.detail}));
  }
  return {
    phone,
    engine,
    media,
    clock,
    notices,
    seen: (type) => notices.filter((notice) => notice.type === type).map(({detail}) => detail as never),
  };
}

/** Lets pending promise callbacks run. */
export async function settle(): Promise<void> {
  // A task runs after all microtasks. Several tasks are needed, because the ports return promises of promises.
  for (let round = 0; round < 3; round++) {
    await new Promise<void>((resolve) => {
      const {port1, port2} = new MessageChannel();
      port1.onmessage = () => {
        port1.close();
        resolve();
      };
      port2.postMessage(null);
    });
  }
}
