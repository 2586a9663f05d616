import type {IncomingInviteRequest} from '../sip-js.js';
import type {SipSession} from '../../core/engine/sip-engine.js';
import {inBackground} from '../guarded.js';
import {whenFetched} from '../messages/when-fetched.js';
import {isTooShort, tooShort} from '../negotiation/session-timer.js';
import {replacedSession} from './replaces.js';
import type {SessionContext} from './session-context.js';
import type {InviteSession} from './session.js';

export interface IncomingCallsParts {
  readonly context: SessionContext;
  /** Aborts when the phone is going away. */
  readonly signal: AbortSignal;
  readonly sessions: ReadonlyMap<string, InviteSession>;
  readonly keep: (session: InviteSession) => void;
  /** Tells the phone, which may take it or not. */
  readonly take: (session: SipSession) => void;
}

/** The INVITEs that belong to no dialog yet: each becomes a session of which the phone is told. */
export class IncomingCalls {
  readonly #parts: IncomingCallsParts;

  constructor(parts: IncomingCallsParts) {
    this.#parts = parts;
  }

  invited(request: IncomingInviteRequest): void {
    const {context, signal} = this.#parts;
    const {config, groups} = context;
    const short = isTooShort(request.message, config.sessionExpires);
    request.trying();
    if (signal.aborted || short) {
      request.reject(short ? tooShort() : {statusCode: 480});
      return;
    }
    const canceled = new AbortController();
    request.delegate = {onCancel: () => canceled.abort()};
    const parts = {
      ...config,
      signal: AbortSignal.any([signal, canceled.signal]),
      over: () => (canceled.signal.aborted ? 487 : 480),
    };
    const taken = whenFetched(groups.incoming, request, parts, ({inboundSession}) => {
      this.#begin(inboundSession(context, request, replacedSession(this.#parts.sessions, request.message)));
    });
    inBackground(config.logger, 'The answer to an INVITE', taken);
  }

  #begin(session: InviteSession): void {
    const {context, keep, take} = this.#parts;
    keep(session);
    context.notifier.tell(() => {
      try {
        take(session);
        if (session.listener) session.warm();
      } finally {
        // Nobody took it: without an answer the caller would wait for a minute.
        if (!session.listener) void session.end({status: 480});
      }
    });
  }
}
