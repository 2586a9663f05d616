import type {CallMedia} from '../media-port.js';
import type {RequestOptions} from './sip-message.js';

/** Changes a description of ours before it is sent; the browser keeps the one that it made. */
export type DescriptionModifier = (
  description: RTCSessionDescriptionInit,
) => RTCSessionDescriptionInit | Promise<RTCSessionDescriptionInit>;

/** How to end a session. */
export interface EndRequest extends RequestOptions {
  /** The final status of a rejection, 300-699; ignored where BYE or CANCEL is right. */
  readonly status: number;
  /** The phrase of a rejection, or the text beside `cause`. */
  readonly reason?: string | undefined;
  /** Where BYE or CANCEL is right: the status that their Reason header field gives. */
  readonly cause?: number | undefined;
  /** Of a rejection with 3xx: SIP addresses to call instead, best first. */
  readonly targets?: readonly string[] | undefined;
}

/** What goes into an answer besides media. */
export interface AnswerParts {
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly modifiers?: readonly DescriptionModifier[] | undefined;
}

/** What a caller is told before the answer. */
export interface ProgressParts {
  /** 180-199. */
  readonly code: number;
  /** What is to be heard and seen of us already. */
  readonly media?: CallMedia | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}
