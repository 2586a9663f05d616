import {callBackTarget} from './call-back.js';
import type {Call} from './call.js';
import type {CallLine} from './call-line.js';
import type {PhoneConfig} from '../config/phone-config.js';
import type {ReferRequest} from '../config/phone-options.js';
import type {SipReferral} from '../engine/sip-engine.js';
import {toSipError} from '../errors.js';

/**
 * Follows a transfer if the page's policy or a person allows it, and tells the far end how it goes (RFC 3515 section
 * 2.4.4). A message from the network alone never makes us call anybody.
 * @param dial - Makes the call that the transfer asks for.
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
  // A call that is over was shown only because of this question.
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
      // The transfer reached nobody, and the far end wants us back. If both sides held the call, neither would hear the
      // other.
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

/** Whether to follow a transfer. Without a policy, or if the policy fails, the answer is no. */
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
    // The new call ended here or was never sent, so the transfer has failed.
    referral.report(code >= 300 ? code : 487, reason || 'Request Terminated');
  });
}
