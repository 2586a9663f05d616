import type {Call} from '../core/call/call.js';
import {isAnswerable} from '../core/call/call-state.js';
import {SipError, toSipError} from '../core/errors.js';
import type {CallRequests, PhoneRequests} from '../core/events.js';
import type {Phone} from '../core/phone/phone.js';
import {CALL_REQUESTS, PHONE_REQUESTS, requestDetail} from '../core/requests.js';
import type {RequestHandlers} from '../controllers/request-controller.js';

type Detail = ReturnType<typeof requestDetail>;

export const CALL_REQUEST_NAMES = Object.keys(CALL_REQUESTS) as (keyof CallRequests)[];
export const PHONE_REQUEST_NAMES = Object.keys(PHONE_REQUESTS) as (keyof PhoneRequests)[];

/** Makes the handlers with which an owner carries out the requests for a call. */
export function callRequests(
  choose: (type: keyof CallRequests, detail: Detail) => Call | undefined,
  report: (error: SipError, call?: Call) => void,
  /** Handlers for requests that can be carried out without a call. */
  alone: Partial<Record<keyof CallRequests, (detail: Detail) => void>> = {},
): RequestHandlers {
  const handle = async (type: keyof CallRequests, said: unknown) => {
    const detail = requestDetail(said);
    const call = choose(type, detail);
    // A request to hang up is no error when the call is already gone.
    if (!call && type === 'sip-hangup-request') return;
    try {
      if (!call && alone[type]) {
        alone[type](detail);
        return;
      }
      if (!call) throw new SipError('invalid-state', `There is no call for this ${type}.`);
      await CALL_REQUESTS[type](call, detail);
    } catch (error) {
      report(toSipError(error), call);
    }
  };
  return Object.fromEntries(CALL_REQUEST_NAMES.map((type) => [type, (detail) => void handle(type, detail)]));
}

type PhoneMethods = Parameters<(typeof PHONE_REQUESTS)[keyof PhoneRequests]>[0] & Pick<Phone, 'report'>;

/** Makes the handlers with which a `<sip-phone>` carries out the requests for the phone. */
export function phoneRequests(element: PhoneMethods & {readonly phone: Phone | undefined}): RequestHandlers {
  const handle = async (type: keyof PhoneRequests, detail: unknown) => {
    try {
      await PHONE_REQUESTS[type](element, requestDetail(detail));
    } catch (error) {
      // A phone that could not connect or register has reported the error itself.
      if (type === 'sip-start-request' && element.phone) return;
      element.report(toSipError(error));
    }
  };
  return Object.fromEntries(PHONE_REQUEST_NAMES.map((type) => [type, (detail) => void handle(type, detail)]));
}

/** Chooses the call for a request that comes from outside every `<sip-call>`. */
export function chooseCall(phone: Phone | undefined, type: keyof CallRequests, detail: Detail): Call | undefined {
  if (type === 'sip-consent-request') return phone?.calls.find((call) => asks(call, detail.id));
  const active = phone?.activeCall;
  const ringing = phone?.calls.find((call) => isAnswerable(call.snapshot));
  if (type === 'sip-answer-request') return active && isAnswerable(active.snapshot) ? active : ringing;
  return active ?? (type === 'sip-hangup-request' ? ringing : undefined);
}

function asks({snapshot}: Call, question: unknown): boolean {
  return snapshot.consents.some(({id}) => id === question);
}
