import type {CallLine} from './call-line.js';
import {clearWarnings, raiseWarning} from './call-warnings.js';
import {Redirections} from './follow-redirection.js';
import type {SipSessionListener} from '../engine/sip-engine.js';

/** Updates the state of a call by the events of its session. */
export function sessionListener(line: CallLine): SipSessionListener {
  const {model, host} = line;
  const redirections = new Redirections(line);
  return {
    requesting() {
      const outbound = model.state.direction === 'outbound';
      if (outbound) model.time('inviteSent');
      model.go(outbound ? 'requesting' : 'answering');
    },
    trying() {
      model.time('trying');
      model.go('trying');
    },
    ringing(code) {
      if (model.ended || model.established) return;
      model.time('ringing');
      model.store.patch({remoteRinging: model.state.remoteRinging || code === 180 || code === 183});
      if (model.state.state === 'requesting') model.go('trying');
      model.tell('sip-progress', {code});
    },
    early: () => model.go('early'),
    established: () => model.establish(),
    identified(remoteIdentity) {
      if (!model.ended) model.store.patch({remoteIdentity});
    },
    mediaChanged: (media) => model.setMedia(media),
    timed(timing) {
      if (typeof timing === 'string') model.time(timing);
      else model.note(timing);
    },
    recovering: () => model.setRecovering(true),
    recovered: () => model.setRecovering(false),
    mediaRequested(kind, over) {
      const welcome = model.tell('sip-video-offer', {kind});
      return welcome && host.config.consentVideo ? model.consents.request({kind}, over) : welcome;
    },
    deviceMissing(error) {
      model.fail(error);
      clearWarnings(model, ({kind}) => kind === 'device-missing'); // Only the last missing device counts.
      const since = new Date(host.config.clock.now());
      raiseWarning(model, {kind: 'device-missing', direction: 'outbound', cause: 'device-missing', since, error});
    },
    referred: (referral) => host.referred(line, referral),
    redirected: (redirection) => void redirections.answer(redirection),
    message: (message) => model.tell('sip-message', {message}),
    digit: (digit, via) => void model.tell('sip-digit', {digit, direction: 'received', via}),
    ended: (end) => model.finish(end),
  };
}
