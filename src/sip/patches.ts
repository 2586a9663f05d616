/**
 * Everything that leans on internals of SIP.js 0.21.2, which is pinned for that reason. Each patch sits on one instance,
 * names the members it needs, and fails loudly if one is gone; `test/sip/patches.test.ts` keeps watch.
 */
import {SessionState, type Invitation, type Inviter, type Session} from 'sip.js';
import type {
  AckableIncomingResponseWithSession,
  IncomingInviteRequest,
  IncomingResponse,
} from 'sip.js/lib/core/index.js';
import {SipError} from '../core/errors.js';

type Method = (...args: never[]) => unknown;

/** Members of an object that its type hides. */
export function internals<K extends string>(target: object, ...names: K[]): Record<K, Method> {
  const members = target as Record<K, Method>;
  for (const name of names) {
    if (typeof members[name] !== 'function') {
      throw new SipError('internal', `SIP.js has changed: there is no ${name} to patch.`);
    }
  }
  return members;
}

const IN_DIALOG = [
  'onByeRequest',
  'onInfoRequest',
  'onInviteRequest',
  'onMessageRequest',
  'onNotifyRequest',
  'onReferRequest',
] as const;

/** What SIP.js hands to those methods, as far as we need it. */
interface IncomingRequest {
  accept(options: {statusCode: number}): unknown;
  reject(options: {statusCode: number}): unknown;
}

/**
 * Requests that overtake the answer. Between a 200 and the moment its description is applied, the dialog is there but
 * the session is not `Established`, and SIP.js drops what comes in without a response: a BYE leaves a call that nobody
 * can hang up any more, a re-INVITE makes every later one fail. They are kept until the session is ready.
 */
export function keepEarlyRequests(session: Session): void {
  const members = internals(session, ...IN_DIALOG);
  for (const name of IN_DIALOG) {
    const handle = members[name].bind(session) as (request: IncomingRequest) => void;
    members[name] = (request: IncomingRequest) => {
      if (session.state !== SessionState.Establishing) {
        handle(request);
        return;
      }
      const proceed = (state: SessionState) => {
        session.stateChange.removeListener(proceed);
        // Not before the other listeners know of the new state.
        if (state === SessionState.Established) queueMicrotask(() => handle(request));
        else request.reject({statusCode: 481});
      };
      session.stateChange.addListener(proceed);
    };
  }
}

/**
 * Answers re-INVITEs of the far end instead of SIP.js, whose answers know neither 491 nor session timers; and PRACK,
 * which makes it throw when it comes after the answer.
 */
export function takeRequests(session: Session, invite: (request: IncomingInviteRequest) => void): void {
  const members = internals(session, 'onInviteRequest', 'onPrackRequest');
  members.onInviteRequest = invite;
  members.onPrackRequest = (request: IncomingRequest) => request.accept({statusCode: 200});
}

/**
 * Our description has gone out before the answer: SIP.js is to make no other one. It repeats in the answer what it takes
 * for ours, which is wrong where the caller has confirmed it (RFC 3262 section 5), and the caller's own if we offered.
 */
export function describeEarly(invitation: Invitation, dialog: object, reliable: boolean): void {
  const native = invitation as unknown as {_dialog?: object; incomingInviteRequest: object};
  if (native._dialog) return;
  native._dialog = dialog;
  if (!reliable) return;
  const members = internals(native.incomingInviteRequest, 'accept');
  const accept = members.accept.bind(native.incomingInviteRequest) as (options: unknown) => unknown;
  members.accept = (options: unknown) => {
    const state = dialog as {_answer: unknown};
    const answer = state._answer;
    state._answer = undefined;
    try {
      return accept(options);
    } finally {
      state._answer = answer;
    }
  };
}

type Response = IncomingResponse['message'];

/**
 * Sends the INVITE once more after a refusal that says what to change: `change` does so and returns true, or a promise of
 * that which never rejects. Until it is decided the refusal is kept back.
 */
export function resendAfter(inviter: Inviter, change: (response: Response) => boolean | Promise<boolean>): void {
  onInviteSent(inviter, (client) => {
    const members = internals(client, 'authenticationGuard', 'init', 'receiveResponse');
    const guard = members.authenticationGuard.bind(client) as (response: Response) => boolean;
    const receive = (response: Response) => (members.receiveResponse as (response: Response) => void)(response);
    let final: Response | undefined;
    const resend = () => {
      const {request} = inviter;
      request.cseq += 1;
      request.setHeader('cseq', `${String(request.cseq)} INVITE`);
      members.init();
    };
    members.authenticationGuard = (response: Response) => {
      if (!guard(response)) return false;
      if (response === final || isLeaving(inviter)) return true;
      const changed = change(response);
      if (changed === true) resend();
      if (typeof changed === 'object') {
        void changed.then((again) => {
          if (again && !isLeaving(inviter)) resend();
          else receive((final = response));
        });
      }
      return changed === false;
    };
  });
}

/**
 * 180 without Contact, as servers send that ring for somebody else; only a 2xx must have one (RFC 3261 section 20.10).
 * SIP.js drops it, as no early dialog can be made of it; that it rings is to be heard all the same.
 */
export function hearDroppedProgress(inviter: Inviter, heard: (response: IncomingResponse['message']) => void): void {
  onInviteSent(inviter, (client) => {
    const members = internals(client, 'receiveResponse');
    const receive = members.receiveResponse.bind(client) as (response: IncomingResponse['message']) => void;
    members.receiveResponse = (response: IncomingResponse['message']) => {
      const {statusCode = 0} = response;
      const provisional = statusCode > 100 && statusCode < 200;
      if (provisional && !isLeaving(inviter) && !(response.toTag && response.hasHeader('contact'))) heard(response);
      receive(response);
    };
  });
}

/** Gets hold of the transaction user of the INVITE before a response can come. */
export function onInviteSent(inviter: Inviter, patch: (client: object) => void): void {
  const members = internals(inviter, 'sendInvite');
  const send = members.sendInvite.bind(inviter) as (options: unknown) => object;
  members.sendInvite = (options: unknown) => {
    const client = send(options);
    patch(client);
    return client;
  };
}

type Take = (response: AckableIncomingResponseWithSession) => void;

/**
 * Answers that nobody can talk on: of a phone that has said BYE already, or of a call that is over. Each is owed an ACK,
 * and a BYE as we do not want its dialog (RFC 3261 section 13.2.2.4). SIP.js sends neither, or throws.
 */
export function leaveAnswers(inviter: Inviter, hasLeft: (tag: string) => boolean): void {
  onInviteSent(inviter, (client) => {
    const members = internals(inviter, 'ackAndBye', 'stateTransition');
    const {delegate} = client as {delegate: {onAccept: Take}};
    const accept = delegate.onAccept;
    delegate.onAccept = (response) => {
      const over = inviter.state === SessionState.Terminated;
      const ends = !over && !inviter.dialog && hasLeft(response.message.toTag);
      if (!over && !ends) {
        accept(response);
        return;
      }
      (members.ackAndBye as Take)(response);
      if (ends) (members.stateTransition as (state: SessionState) => void)(SessionState.Terminated);
    };
  });
}

function isLeaving({state}: Inviter): boolean {
  return state === SessionState.Terminating || state === SessionState.Terminated;
}

/**
 * A call that was forked and answered by another phone than the one that sent early media. SIP.js ends it; we take the
 * new dialog and let the session renegotiate its media. `answered` is told before the answer is applied.
 */
export function acceptOtherFork(
  inviter: Inviter,
  answered: (response: AckableIncomingResponseWithSession) => void,
): void {
  const members = internals(inviter, 'onAccept');
  const accept = members.onAccept.bind(inviter) as (response: AckableIncomingResponseWithSession) => unknown;
  const fork = inviter as unknown as {earlyMediaDialog: unknown};
  members.onAccept = (response: AckableIncomingResponseWithSession) => {
    answered(response);
    if (fork.earlyMediaDialog) fork.earlyMediaDialog = response.session;
    return accept(response);
  };
}

/**
 * Early media that cannot be used. SIP.js drops the session without a CANCEL, and who answers it then gets no ACK;
 * `leave` ends it properly.
 */
export function refuseEarlyMedia(inviter: Inviter, leave: () => void): void {
  const members = internals(inviter, 'setAnswer');
  const set = members.setAnswer.bind(inviter) as (...args: unknown[]) => Promise<void>;
  members.setAnswer = (...args: unknown[]) => (inviter.dialog ? set(...args) : set(...args).catch(leave));
}
