import type {IncomingInviteRequest, IncomingPrackRequest} from 'sip.js/lib/core/index.js';
import type {SessionDialog} from 'sip.js/lib/core/dialogs/session-dialog.js';
import type {UserAgentServer} from 'sip.js/lib/core/user-agents/user-agent-server.js';
import type {CallDirection} from '../../core/call/call-state.js';
import type {PhoneConfig} from '../../core/phone/config.js';
import type {EndCause} from '../../core/call/end-reason.js';
import type {RequestParts} from '../messages/final-response.js';
import {inBackground} from '../guarded.js';
import type {DialogOwner} from '../session/in-dialog-requests.js';
import {takeRequests} from '../patches.js';
import {RemoteOffers} from './remote-offers.js';
import {Renegotiation} from './renegotiation.js';
import type {DescriptionHandler} from './session-description-handler.js';
import {SessionTimer} from './session-timer.js';
import {within} from '../waiting.js';

export interface NegotiationOptions extends Pick<RequestParts, 'native' | 'signal'> {
  readonly direction: CallDirection;
  readonly description: DescriptionHandler;
  readonly config: Pick<PhoneConfig, 'clock' | 'logger' | 'sessionExpires'>;
  /** Asks the page whether a picture that the far end adds may come in; may never answer. */
  readonly ask: (answer: (welcome: boolean) => void) => void;
  /** Ends the session, as it cannot go on. */
  readonly abandon: (cause: EndCause, status: number) => void;
}

/** Listeners answer at once or not at all, in milliseconds. */
const PATIENCE = 1000;

/** Why a call ends whose change was answered so. */
const GONE: Readonly<Record<number, EndCause>> = {408: 'timeout', 481: 'dialog-gone'};

/** Everything that changes or refreshes one session: our wishes, those of the far end, and the time. */
export class Negotiation implements DialogOwner {
  readonly timer: SessionTimer;
  readonly renegotiation: Renegotiation;
  readonly #remote: RemoteOffers;
  readonly #options: NegotiationOptions;

  constructor(options: NegotiationOptions) {
    const {native, abandon, config} = options;
    this.#options = options;
    const parts = {...options, ...config};
    this.timer = new SessionTimer({
      ...parts,
      refresh: (due) => this.renegotiation.run(() => (due() ? {refresh: true} : undefined), 'refresh'),
      expired: () => {
        abandon('session-expired', 0);
      },
    });
    this.renegotiation = new Renegotiation({
      ...parts,
      timer: this.timer,
      gone: (status) => {
        abandon(GONE[status] ?? 'bad-session-description', status);
      },
    });
    this.#remote = new RemoteOffers({
      ...parts,
      timer: this.timer,
      renegotiation: this.renegotiation,
      mayShow: () => this.#mayShow(),
    });
    takeRequests(native, (request: IncomingInviteRequest) => {
      this.#remote.invite(request);
    });
  }

  /** A listener that throws has said nothing, and the picture comes in. */
  async #mayShow(): Promise<boolean> {
    const {ask, config} = this.#options;
    let welcome = true;
    const answered = new Promise<void>((resolve) => {
      ask((answer) => {
        welcome = answer;
        resolve();
      });
    });
    await within(config.clock, PATIENCE, answered);
    return welcome;
  }

  update(request: UserAgentServer, dialog: SessionDialog): void {
    this.#remote.update(request, dialog);
  }

  /** Answers a PRACK, and the offer that it may have. */
  confirmed(request: IncomingPrackRequest): Promise<void> {
    return this.#remote.prack(request);
  }

  settleRemote(): void {
    inBackground(this.#options.config.logger, 'Taking back an offer', this.renegotiation.settleRemote());
  }
}
