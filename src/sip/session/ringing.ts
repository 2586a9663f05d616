import {SessionState, type Invitation} from 'sip.js';
import type {IncomingInviteRequest, IncomingPrackRequest} from 'sip.js/lib/core/index.js';
import type {Clock} from '../../core/clock.js';

/** The first interval between repetitions, in milliseconds (RFC 3261 section 17.1.1.1). */
const T1 = 500;

/**
 * Tells the caller that it rings. If the caller requires it, reliably (RFC 3262 section 3): the 180 is repeated until a
 * PRACK comes, the call is answered or it ends; `unheard` is called if none came in time. Who requires that and offers
 * nothing hears nothing: the first reliable response would have to carry our offer, before anybody agreed to a device.
 */
export function ring(invitation: Invitation, clock: Clock, unheard: () => void): void {
  const {incomingInviteRequest: invite} = invitation as unknown as {incomingInviteRequest: IncomingInviteRequest};
  const {message} = invite;
  if (!/\b100rel\b/i.test(message.getHeaders('require').join())) {
    invite.progress({statusCode: 180});
    return;
  }
  if (!message.body) return;
  const rseq = String(1 + Math.floor(Math.random() * 2 ** 31));
  const say = () => invite.progress({statusCode: 180, extraHeaders: ['Require: 100rel', `RSeq: ${rseq}`]});
  let stopRepeating: () => void = () => undefined;
  const repeatAfter = (interval: number) => {
    stopRepeating = clock.after(interval, () => {
      say();
      repeatAfter(2 * interval);
    });
  };
  const {session} = say();
  repeatAfter(T1);
  const stopWaiting = clock.after(64 * T1, unheard);
  const stop = () => {
    stopRepeating();
    stopWaiting();
  };
  invitation.stateChange.addListener((state) => {
    if (state !== SessionState.Establishing) stop();
  });
  session.delegate = {
    onPrack: (prack: IncomingPrackRequest) => {
      const [acknowledged, cseq] = (prack.message.getHeader('rack') ?? '').split(/\s+/);
      if (acknowledged !== rseq || Number(cseq) !== message.cseq) {
        prack.reject({statusCode: 481});
        return;
      }
      stop();
      prack.accept();
    },
  };
}
