import {SessionState, type Inviter, type Invitation} from 'sip.js';
import type {DigitOptions} from '../../core/call/digits.js';
import type {ProgressParts, SipSession, TransferRequest} from '../../core/engine/sip-engine.js';
import {SipError} from '../../core/errors.js';
import {exchangeDevice, exchangeTrack} from '../media/track-switch.js';
import type {RequestOptions, SipAnswer} from '../../core/engine/sip-message.js';
import {sendInDialog} from '../negotiation/session-requests.js';
import type {SessionContext} from './session-context.js';
import {SessionLife} from './session-life.js';

export type {SessionContext};

/** What can be asked of a session in conversation, whoever called. */
export abstract class InviteSession<N extends Inviter | Invitation = Inviter | Invitation>
  extends SessionLife<N>
  implements SipSession
{
  abstract progress(parts: ProgressParts): Promise<void>;
  abstract ring(): void;

  async setHeld(held: boolean): Promise<void> {
    this.#assertEstablished();
    await this.parts.changes.run(() => (this.description.intent.held === held ? undefined : {held}), 'hold');
  }

  async setVideo(video: boolean): Promise<void> {
    this.#assertEstablished();
    await this.parts.camera.set(video);
  }

  async restartMedia(): Promise<void> {
    this.#assertEstablished();
    await this.parts.changes.run(() => ({restart: true}), 'restart');
  }

  async setTrack(kind: 'audio' | 'video', track: MediaStreamTrack): Promise<void> {
    if (this.isOver()) {
      track.stop();
      throw new SipError('invalid-state', 'The call is over.');
    }
    await exchangeDevice(this.description, kind, track);
  }

  async substituteAudio(track: MediaStreamTrack | null): Promise<void> {
    if (!this.isOver()) await exchangeTrack(this.description, ['audio', 'substitute'], track);
  }

  async transfer({news, ...request}: TransferRequest): Promise<void> {
    this.#assertEstablished();
    await this.parts.transfers.request({
      ...request,
      news: (what) => this.tell(() => news(what)),
    });
  }

  async shareScreen(screen: boolean): Promise<void> {
    this.#assertEstablished();
    await this.parts.screen.set(screen);
  }

  async setMuted(kind: 'audio' | 'video', muted: boolean): Promise<void> {
    if (kind === 'video') await this.parts.cameraRest.setMuted(muted);
    else this.description.local.setMuted(kind, muted);
  }

  async stats(): Promise<RTCStatsReport | null> {
    return this.isOver() ? null : await this.description.stats();
  }

  async request(method: string, options: RequestOptions): Promise<SipAnswer> {
    const {clock, logger} = this.context.config;
    return sendInDialog({native: this.native, clock, logger, signal: this.signal}, method, options);
  }

  async sendDigits(
    digits: string,
    options: DigitOptions,
    sent: (digit: string, via: 'rtp' | 'info') => void,
  ): Promise<void> {
    await this.parts.digits.send(digits, options, sent);
  }

  #assertEstablished(): void {
    if (this.native.state === SessionState.Established && !this.isOver()) return;
    throw new SipError('invalid-state', 'Only a call in conversation can be changed.');
  }
}
