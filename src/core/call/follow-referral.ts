import {callBackTarget} from './call-back.js';
import type {CallModel} from './call-model.js';
import type {Call} from './call.js';
import type {PhoneConfig, ReferRequest} from '../config/phone-config.js';
import type {SipReferral} from '../engine/sip-engine.js';
import {toSipError} from '../errors.js';

export interface ReferralParts {
  readonly call: CallModel;
  readonly referral: SipReferral;
  readonly config: PhoneConfig;
  /** Takes the far end back that was held for the new call. */
  readonly resume: () => Promise<void>;
  /** Makes the call that is asked for. */
  readonly dial: () => Call;
}

/**
 * Follows a transfer if the page's policy or a person says so, and tells whoever asked how it goes (RFC 3515 section
 * 2.4.4). Nothing that comes over the network makes us call anybody by itself.
 */
export async function followReferral(parts: ReferralParts): Promise<void> {
  const {call, referral, config} = parts;
  const {target, referredBy, attended} = referral;
  const request = {call: call.call, target, referredBy, attended};
  const welcome = call.tell('sip-refer', request);
  const asks = !config.acceptRefer && config.consentRefer;
  if (!welcome || !(asks || (await isAllowed(request, config)))) {
    referral.reject(603);
    return;
  }
  // A person may take longer than the request can wait for its answer.
  referral.accept();
  if (!asks || (await call.consents.request({kind: 'refer', target, party: call.state.remoteIdentity}))) follow(parts);
  else referral.report(603, 'Declined');
  // If the call is over, it was in sight for the sake of the question.
  const {state, consents} = call.state;
  if (state === 'hangup' && !consents.length && !callBackTarget(call.state)) call.go('destroy');
}

function follow({call, referral, config, resume, dial}: ReferralParts): void {
  const {held} = call.state;
  try {
    const next = dial();
    reportProgress(next, referral);
    next.on('sip-call-ended', ({detail: {call: over}}) => {
      // Nobody was reached, and whoever asked wants us back: held by both sides, neither would hear the other.
      if (over.startTime || held.local || !call.established) return;
      resume().catch((error: unknown) =>
        config.logger.warn('The call is still held after a transfer that failed.', error),
      );
    });
  } catch (cause) {
    config.logger.warn('A transfer could not be followed.', toSipError(cause));
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
