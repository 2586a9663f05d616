import {property} from 'lit/decorators.js';
import {isEstablished} from '../core/call/call-machine.js';
import type {Call} from '../core/call/call.js';
import type {CallState} from '../core/call/call-state.js';
import {recordIcon} from '../styles/icons.js';
import {recordingName, saveFile} from './save-file.js';
import type {ButtonView} from './sip-button-element.js';
import {isPending, SipCallButtonElement} from './sip-call-button-element.js';

/**
 * @summary Starts and ends the recording of both sides of a call. The page must know whether the law requires consent:
 * it gets the event `sip-recording-start` first, and can prevent it.
 * @tag sip-record-button
 *
 * @slot - Replaces the label.
 * @slot icon - Replaces the icon.
 * @fires {SipRequestEvent} sip-record-request - `{recording, video}` with the wanted state; `preventDefault()` stops it.
 * @csspart button - The native button.
 * @csspart icon - Around the icon.
 * @csspart label - Around the label.
 * @cssprop --sip-button-background - Behind the button.
 * @cssprop --sip-button-color - Icon and label.
 * @cssprop --sip-button-radius - Corners.
 * @cssprop --sip-button-padding - Inside the button.
 * @cssprop --sip-button-gap - Between icon and label.
 * @cssState active - The call is being recorded.
 * @cssState pending - The recording is about to start.
 * @cssState unlinked - There is neither a call nor a phone to act on.
 */
export class SipRecordButtonElement extends SipCallButtonElement {
  /** Offers a recording that this button started as a download when it ends, also when it ends with its call. */
  @property({type: Boolean}) download = false;
  /** Records the video of the far end too, if there is one. */
  @property({type: Boolean}) video = false;

  /** Aborted when the recording that this button has requested ends, or when another one is requested. */
  #begun: AbortController | undefined;

  /** Whether the call is being recorded. */
  get recording(): boolean {
    return this.view().pressed ?? false;
  }

  protected override callView(call: Readonly<CallState> | null): ButtonView {
    const recording = call?.recording ?? false;
    return {
      label: this.localize.term(recording ? 'call.recording' : 'call.record'),
      hint: this.localize.term(recording ? 'call.record-stop' : 'call.record'),
      icon: recordIcon,
      enabled: call !== null && isEstablished(call.state),
      pressed: recording,
      pending: isPending(call, 'record'),
    };
  }

  protected override activateCall({recording}: Readonly<CallState>): void {
    if (!recording && this.linkedCall) this.#await(this.linkedCall);
    this.ask('sip-record-request', {recording: !recording, video: this.video});
  }

  /** Listens longer than this element lives: the card goes away with its call, and the file comes after both. */
  #await(call: Call): void {
    this.#begun?.abort();
    this.#begun = new AbortController();
    const {signal} = this.#begun;
    call.on(
      'sip-recording-change',
      ({detail: {recording, blob}}) => {
        if (recording) return;
        this.#begun?.abort();
        if (blob && this.download) saveFile(blob, recordingName(call, blob.type));
      },
      {signal},
    );
  }
}
