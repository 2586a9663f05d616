import type {CallMedia} from '../media-port.js';
import type {RequestOptions} from './sip-message.js';

/** Changes a description of ours before it is sent; the browser keeps its own version. */
export type DescriptionModifier = (
  description: RTCSessionDescriptionInit,
) => RTCSessionDescriptionInit | Promise<RTCSessionDescriptionInit>;

/** How to end a session. */
export interface EndRequest extends RequestOptions {
  /** The final status of a rejection, 300-699; ignored if the state needs BYE or CANCEL. */
  readonly status: number;
  /** The reason phrase of a rejection, or the text beside `cause`. */
  readonly reason?: string | undefined;
  /** The status in the Reason header field of a BYE or CANCEL. */
  readonly cause?: number | undefined;
  /** For a rejection with 3xx: SIP addresses to call instead, best first. */
  readonly targets?: readonly string[] | undefined;
}

/** The parts of an answer besides media. */
export interface AnswerParts {
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly modifiers?: readonly DescriptionModifier[] | undefined;
}

/** A provisional response to the caller. */
export interface ProgressParts {
  /** 180-199. */
  readonly code: number;
  /** The media that we send before the answer (early media). */
  readonly media?: CallMedia | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}
