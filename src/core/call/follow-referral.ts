import type {CallBase} from './call-base.js';
import {isEstablished} from './call-machine.js';
import type {Call} from './call.js';
import type {PhoneConfig} from '../phone/config.js';
import type {SipReferral} from '../engine.js';
import {toSipError} from '../errors.js';

export interface ReferralParts {
  readonly call: CallBase;
  readonly referral: SipReferral;
  readonly config: PhoneConfig;
  /** Takes the far end back that was held for the new call. */
  readonly resume: () => Promise<void>;
  /** Makes the call that is asked for. */
  readonly dial: () => Call;
}

/** Follows a transfer if the page's policy says so, and tells whoever asked how it goes (RFC 3515 section 2.4.4). */
export async function followReferral({call, referral, config, resume, dial}: ReferralParts): Promise<void> {
  const {held} = call.snapshot;
  if (!(await isAllowed(call, referral, config))) {
    referral.reject(603);
    return;
  }
  referral.accept();
  try {
    const next = dial();
    reportProgress(next, referral);
    next.on('sip-call-ended', ({detail: {call: over}}) => {
      // Nobody was reached, and whoever asked wants us back: held by both sides, neither would hear the other.
      if (over.startTime || held.local || !isEstablished(call.state)) return;
      resume().catch((error: unknown) => {
        config.logger.warn('The call is still held after a transfer that failed.', error);
      });
    });
  } catch (cause) {
    config.logger.warn('A transfer could not be followed.', toSipError(cause));
    referral.report(503, 'Service Unavailable');
  }
}

/** Without a policy, or if it fails, nothing that comes over the network makes us call anybody. */
async function isAllowed(
  call: CallBase,
  {target, referredBy, attended}: SipReferral,
  config: PhoneConfig,
): Promise<boolean> {
  try {
    return (await config.acceptRefer?.({call: call.snapshot, target, referredBy, attended})) === true;
  } catch (error) {
    config.logger.error('acceptRefer failed; the transfer is refused.', error);
    return false;
  }
}

function reportProgress(call: Call, referral: SipReferral): void {
  call.on('sip-progress', ({detail: {code}}) => {
    referral.report(code, code === 180 ? 'Ringing' : 'Session Progress');
  });
  call.on('sip-state-change', ({detail: {state}}) => {
    if (state === 'active') referral.report(200, 'OK');
  });
  call.on('sip-call-ended', ({detail: {code, reason}}) => {
    // Ended here, or never sent: the request to call came to nothing.
    referral.report(code >= 300 ? code : 487, reason || 'Request Terminated');
  });
}
