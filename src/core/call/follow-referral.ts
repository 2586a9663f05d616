import {callBackTarget} from './call-back.js';
import type {Call} from './call.js';
import type {CallLine} from './call-line.js';
import type {PhoneConfig} from '../config/phone-config.js';
import type {ReferRequest} from '../config/phone-options.js';
import type {SipReferral} from '../engine/sip-engine.js';
import {toSipError} from '../errors.js';

/**
 * Follows a transfer if the page's policy or a person says so, and tells whoever asked how it goes (RFC 3515 section
 * 2.4.4). Nothing that comes over the network makes us call anybody by itself.
 * @param dial - Makes the call that is asked for.
 */
export async function followReferral(line: CallLine, referral: SipReferral, dial: () => Call): Promise<void> {
  const {call, model} = line;
  const {config} = line.host;
  const {target, referredBy, attended} = referral;
  const request = {call, target, referredBy, attended};
  const welcome = model.tell('sip-refer', request);
  const asks = !config.acceptRefer && config.consentRefer;
  if (!welcome || !(asks || (await isAllowed(request, config)))) {
    referral.reject(603);
    return;
  }
  // A person may take longer than the request can wait for its answer.
  referral.accept();
  if (!asks || (await model.consents.request({kind: 'refer', target, party: model.state.remoteIdentity})))
    follow(line, referral, dial);
  else referral.report(603, 'Declined');
  // If the call is over, it was in sight for the sake of the question.
  const {state, consents} = model.state;
  if (state === 'hangup' && !consents.length && !callBackTarget(model.state)) model.go('destroy');
}

function follow({call, model, host}: CallLine, referral: SipReferral, dial: () => Call): void {
  const {logger} = host.config;
  const {held} = model.state;
  try {
    const next = dial();
    reportProgress(next, referral);
    next.on('sip-call-ended', ({detail: {call: over}}) => {
      // Nobody was reached, and whoever asked wants us back: held by both sides, neither would hear the other.
      if (over.startTime || held.local || !model.established) return;
      call
        .unhold()
        .catch((error: unknown) => logger.warn('The call is still held after a transfer that failed.', error));
    });
  } catch (cause) {
    logger.warn('A transfer could not be followed.', toSipError(cause));
    referral.report(503, 'Service Unavailable');
  }
}

/** Without a policy, or if it fails, it is not. */
async function isAllowed(request: ReferRequest, {acceptRefer, logger}: PhoneConfig): Promise<boolean> {
  try {
    return (await acceptRefer?.(request)) === true;
  } catch (error) {
    logger.error('acceptRefer failed; the transfer is refused.', error);
    return false;
  }
}

function reportProgress(call: Call, referral: SipReferral): void {
  call.on('sip-progress', ({detail: {code}}) => referral.report(code, code === 180 ? 'Ringing' : 'Session Progress'));
  call.on('sip-state-change', ({detail: {state}}) => {
    if (state === 'active') referral.report(200, 'OK');
  });
  call.on('sip-call-ended', ({detail: {code, reason}}) => {
    // Ended here, or never sent: the request to call came to nothing.
    referral.report(code >= 300 ? code : 487, reason || 'Request Terminated');
  });
}
