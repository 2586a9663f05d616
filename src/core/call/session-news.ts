import type {CallModel} from './call-model.js';
import {clearWarnings, raiseWarning} from './call-warnings.js';
import type {SipRedirection, SipReferral, SipSessionListener} from '../engine/sip-engine.js';
import type {PhoneConfig} from '../config/phone-config.js';

/** Turns what a session tells into what its call is. */
export function sessionListener(
  call: CallModel,
  config: Pick<PhoneConfig, 'clock' | 'consentVideo'>,
  referred: (referral: SipReferral) => void,
  redirected: (redirection: SipRedirection) => void = (redirection) => redirection.leave(),
): SipSessionListener {
  return {
    requesting() {
      if (call.state.direction === 'outbound') call.time('inviteSent');
      call.go(call.state.direction === 'outbound' ? 'requesting' : 'answering');
    },
    trying() {
      call.time('trying');
      call.go('trying');
    },
    ringing(code) {
      if (call.ended || call.established) return;
      call.time('ringing');
      call.store.patch({remoteRinging: call.state.remoteRinging || code === 180 || code === 183});
      if (call.state.state === 'requesting') call.go('trying');
      call.tell('sip-progress', {code});
    },
    early() {
      call.go('early');
    },
    established() {
      call.establish();
    },
    identified(remoteIdentity) {
      if (!call.ended) call.store.patch({remoteIdentity});
    },
    mediaChanged(media) {
      call.setMedia(media);
    },
    timed(timing) {
      if (typeof timing === 'string') call.time(timing);
      else call.note(timing);
    },
    recovering() {
      call.setRecovering(true);
    },
    recovered() {
      call.setRecovering(false);
    },
    mediaRequested(kind, over) {
      const welcome = call.tell('sip-video-offer', {kind});
      return welcome && config.consentVideo ? call.consents.request({kind}, over) : welcome;
    },
    deviceMissing(error) {
      call.fail(error);
      clearWarnings(call, ({kind}) => kind === 'device-missing'); // Only the last one that was missed counts.
      raiseWarning(call, {
        kind: 'device-missing',
        direction: 'outbound',
        cause: 'device-missing',
        since: new Date(config.clock.now()),
        error,
      });
    },
    referred,
    redirected,
    message(message) {
      return call.tell('sip-message', {message});
    },
    digit(digit, via) {
      call.tell('sip-digit', {digit, direction: 'received', via});
    },
    ended(end) {
      call.finish(end);
    },
  };
}
