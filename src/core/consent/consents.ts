import {isEnded} from '../call/call-machine.js';
import type {CallState, Consent} from '../call/call-state.js';
import {randomId} from '../id.js';
import type {PhoneConfig} from '../config/phone-config.js';
import type {WritableStore} from '../store.js';

/** The consents that one call waits for, as its snapshot shows them. Each one is answered once. */
export class Consents {
  readonly #store: WritableStore<CallState>;
  readonly #config: Pick<PhoneConfig, 'clock' | 'consentTimeout'>;
  readonly #answers = new Map<string, (granted: boolean) => void>();

  constructor(store: WritableStore<CallState>, config: Pick<PhoneConfig, 'clock' | 'consentTimeout'>) {
    this.#store = store;
    this.#config = config;
    store.subscribe(() => {
      for (const consent of store.state.consents) if (isVoid(consent, store.state)) this.answer(consent.id, false);
    });
  }

  /**
   * Resolves with the answer. No answer counts as a refusal after `consentTimeout` seconds, when `over` aborts, and when
   * the call ends. A transfer outlives the call: many phones ask for it and hang up at once.
   */
  request(consent: Omit<Consent, 'id'>, over?: AbortSignal): Promise<boolean> {
    if (over?.aborted) return Promise.resolve(false);
    const {clock, consentTimeout} = this.#config;
    const id = randomId();
    return new Promise((resolve) => {
      const refuse = () => this.answer(id, false);
      const cancel = clock.after(consentTimeout * 1000, refuse);
      over?.addEventListener('abort', refuse);
      this.#answers.set(id, (granted) => {
        cancel();
        this.#show(this.#store.state.consents.filter((open) => open.id !== id));
        resolve(granted);
      });
      this.#show([...this.#store.state.consents, Object.freeze({...consent, id})]);
    });
  }

  /** Answers the consent with this id; false if it is not open any more. */
  answer(id: string, granted: boolean): boolean {
    const answer = this.#answers.get(id);
    this.#answers.delete(id);
    answer?.(granted);
    return answer !== undefined;
  }

  #show(consents: readonly Consent[]): void {
    this.#store.patch({consents: Object.freeze(consents)});
  }
}

function isVoid({kind}: Consent, {state}: CallState): boolean {
  return isEnded(state) && (state !== 'hangup' || kind !== 'refer');
}
