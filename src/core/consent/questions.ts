import {isEnded} from '../call/call-machine.js';
import type {CallState, Consent} from '../call/call-state.js';
import {randomId} from '../id.js';
import type {PhoneConfig} from '../config/phone-config.js';
import type {WritableStore} from '../store.js';

/** The open questions of one call, as its snapshot shows them. Whatever becomes of one, it is answered once. */
export class Questions {
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
   * Resolves with the answer. Nobody's is a refusal: after `consentTimeout` seconds, when `over` aborts, and when the call
   * ends; but a transfer may still be followed when whoever asked for it has hung up, as many do at once.
   */
  ask(question: Omit<Consent, 'id'>, over?: AbortSignal): Promise<boolean> {
    if (over?.aborted) return Promise.resolve(false);
    const {clock, consentTimeout} = this.#config;
    const id = randomId();
    return new Promise((resolve) => {
      const refuse = () => this.answer(id, false);
      const cancel = clock.after(consentTimeout * 1000, refuse);
      over?.addEventListener('abort', refuse);
      this.#answers.set(id, (granted) => {
        cancel();
        this.#show(this.#store.state.consents.filter((consent) => consent.id !== id));
        resolve(granted);
      });
      this.#show([...this.#store.state.consents, Object.freeze({...question, id})]);
    });
  }

  /** Answers a question; false if it is not open (any more). */
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
