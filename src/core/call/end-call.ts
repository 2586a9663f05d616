import type {RejectOptions} from './call-answer.js';
import type {CallLine} from './call-line.js';
import type {EndRequest} from '../engine/sip-engine.js';
import {SipError} from '../errors.js';

/** The facts for the far end in a hang-up: status and text of a Reason header field (RFC 3326), other header fields. */
export type HangupOptions = Pick<RejectOptions, 'status' | 'reason' | 'headers'>;

/** Cancels, rejects or hangs up. */
export async function hangUp(line: CallLine, {status, reason, headers}: HangupOptions = {}): Promise<void> {
  if (status !== undefined) checkStatus(status, 200, 699, 'A hang-up is explained');
  await endCall(line, {status: status && status >= 300 ? status : 486, reason, headers, cause: status});
}

/** Ends the call as its state requires; a second time does nothing. */
export async function endCall(line: CallLine, request: EndRequest): Promise<void> {
  const {model} = line;
  if (model.ended || model.isPending('hangup')) return;
  await model.during('hangup', async () => {
    await line.session?.end(request);
    // Without a session, or with one that was ended before it could say so, the call still has to end.
    model.finish({by: 'local', cause: 'canceled', code: 0, reason: '', failed: false});
  });
}

/** Ends the call without waiting for the network, because the page is closing. */
export function purgeCall({model, session}: CallLine): void {
  if (model.ended) return;
  model.finish({by: 'local', cause: 'hangup', code: 0, reason: '', failed: false}, 'purge');
  void session?.end({status: 480});
}

/** @throws SipError `invalid-argument` for a status outside these limits. */
export function checkStatus(status: number, least: number, most: number, what: string): void {
  if (Number.isInteger(status) && status >= least && status <= most) return;
  const range = `${String(least)} to ${String(most)}`;
  throw new SipError('invalid-argument', `${what} with a status from ${range}, not ${String(status)}.`);
}
