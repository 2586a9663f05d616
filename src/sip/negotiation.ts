import type {IncomingInviteRequest} from 'sip.js/lib/core/index.js';
import type {SessionDialog} from 'sip.js/lib/core/dialogs/session-dialog.js';
import type {UserAgentServer} from 'sip.js/lib/core/user-agents/user-agent-server.js';
import type {CallDirection} from '../core/call-state.js';
import type {EndCause} from '../core/end-reason.js';
import type {RequestParts} from './final-response.js';
import {inBackground} from './guarded.js';
import type {DialogOwner} from './in-dialog-requests.js';
import {takeRequests} from './patches.js';
import {RemoteOffers} from './remote-offers.js';
import {Renegotiation} from './renegotiation.js';
import type {DescriptionHandler} from './session-description-handler.js';
import {SessionTimer} from './session-timer.js';

export interface NegotiationOptions extends RequestParts {
  readonly direction: CallDirection;
  readonly description: DescriptionHandler;
  readonly sessionExpires: number;
  /** Asks the page whether a picture that the far end adds may come in. */
  readonly mayShow: () => Promise<boolean>;
  /** Ends the session, as it cannot go on. */
  readonly abandon: (cause: EndCause, status: number) => void;
}

/** Why a call ends whose change was answered so. */
const GONE: Readonly<Record<number, EndCause>> = {408: 'timeout', 481: 'dialog-gone'};

/** Everything that changes or refreshes one session: our wishes, those of the far end, and the time. */
export class Negotiation implements DialogOwner {
  readonly timer: SessionTimer;
  readonly renegotiation: Renegotiation;
  readonly #remote: RemoteOffers;
  readonly #options: NegotiationOptions;

  constructor(options: NegotiationOptions) {
    const {native, abandon} = options;
    this.#options = options;
    this.timer = new SessionTimer({
      ...options,
      refresh: (due) => this.renegotiation.run(() => (due() ? {refresh: true} : undefined), 'refresh'),
      expired: () => {
        abandon('session-expired', 0);
      },
    });
    this.renegotiation = new Renegotiation({
      ...options,
      timer: this.timer,
      gone: (status) => {
        abandon(GONE[status] ?? 'bad-session-description', status);
      },
    });
    this.#remote = new RemoteOffers({...options, timer: this.timer, renegotiation: this.renegotiation});
    takeRequests(native, (request: IncomingInviteRequest) => {
      this.#remote.invite(request);
    });
  }

  update(request: UserAgentServer, dialog: SessionDialog): void {
    this.#remote.update(request, dialog);
  }

  settleRemote(): void {
    inBackground(this.#options.logger, 'Taking back an offer', this.renegotiation.settleRemote());
  }
}
