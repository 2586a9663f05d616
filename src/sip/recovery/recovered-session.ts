import type {Inviter, UserAgent} from 'sip.js';
import {TransportState} from 'sip.js/lib/api/transport-state.js';
import type {CallDirection, Identity} from '../../core/call/call-state.js';
import {callEnd} from '../../core/call/end-causes.js';
import type {CallEnd} from '../../core/call/end-reason.js';
import {SipError, toSipError} from '../../core/errors.js';
import {reviveSession} from './revived-session.js';
import {RECOVERABLE} from './saved-sessions.js';
import type {SavedSession} from './saved-session.js';
import {InviteSession, type SessionContext} from '../session/session.js';
import {orAborted, within} from '../waiting.js';

/** How long a question for the microphone may hold the call up; later the far end hears us when it is answered. */
const DEVICES = 1000;

/**
 * A session that an earlier page of this tab had: the dialog goes on with a re-INVITE, which tells the far end our new
 * Contact and media (RFC 3261 section 14). No server has to know of it.
 */
export class RecoveredSession extends InviteSession<Inviter> {
  readonly direction: CallDirection;
  readonly remoteIdentity: Identity;
  readonly localIdentity: Identity;
  readonly videoOffered = false;
  readonly inviteRequest = undefined;
  readonly #origin: SavedSession;
  #back = false;
  #connecting: Promise<void> | undefined;
  #stopDeadline: (() => void) | undefined;

  constructor(context: SessionContext, saved: SavedSession) {
    super(context, reviveSession(context.userAgent, saved), saved.direction);
    this.#origin = saved;
    this.direction = saved.direction;
    this.remoteIdentity = saved.remoteIdentity;
    this.localIdentity = saved.localIdentity;
    this.remember(saved.memo);
    this.recovery.lost('signalling');
  }

  /** Until the far end has agreed, the next page has no more time than this one. */
  override get saved(): SavedSession | undefined {
    const saved = super.saved;
    return saved && !this.#back ? {...saved, at: this.#origin.at, sections: this.#origin.sections} : saved;
  }

  invite(): Promise<void> {
    this.#connecting ??= this.#connect();
    return this.#connecting;
  }

  /** Only an inbound call rings here. */
  ring(): void {}

  progress(): Promise<void> {
    return this.accept();
  }

  accept(): Promise<void> {
    return Promise.reject(new SipError('invalid-state', 'Only an inbound call can be answered.'));
  }

  override async setHeld(held: boolean): Promise<void> {
    await this.#connecting;
    await super.setHeld(held);
  }

  override async setVideo(video: boolean): Promise<void> {
    await this.#connecting;
    await super.setVideo(video);
  }

  /** What repairs it is under way. */
  override async repair(): Promise<void> {
    if (this.#back) await super.repair();
  }

  protected withdraw(): Promise<void> {
    return Promise.resolve();
  }

  protected withdrawn(): CallEnd {
    return callEnd({by: 'local', cause: 'hangup'});
  }

  protected unexplained(): CallEnd {
    return callEnd({by: 'system', cause: 'dialog-gone'});
  }

  protected repairUnanswered(): Promise<void> {
    return Promise.resolve();
  }

  protected stopTimers(): void {
    this.#stopDeadline?.();
  }

  async #connect(): Promise<void> {
    const {clock} = this.context.config;
    const {at, sections, memo} = this.#origin;
    this.#stopDeadline = clock.after(Math.max(0, at + RECOVERABLE - clock.now()), () =>
      this.abandon(this.context.userAgent.isConnected() ? 'timeout' : 'connection-error', 0),
    );
    let late = false;
    const devices = this.#openDevices().then((opened) => (late && opened ? this.#offerDevices() : undefined));
    this.description.expected = sections;
    this.description.prepare(memo.video);
    await within(clock, DEVICES, devices);
    late = true;
    await this.#reinvite();
    this.stopTimers();
    this.#back = true;
    this.beginMedia();
    this.recovery.back('signalling');
    this.context.save();
  }

  /** Offers new media, again if the connection breaks meanwhile. */
  async #reinvite(): Promise<void> {
    const {userAgent} = this.context;
    const {held} = this.#origin.memo;
    for (;;) {
      await connected(userAgent, this.signal);
      try {
        await this.negotiation.renegotiation.run(() => ({held}));
        return;
      } catch (error) {
        if (this.isOver() || userAgent.isConnected()) throw error;
      }
    }
  }

  /** The question for the microphone was answered after all. */
  async #offerDevices(): Promise<void> {
    try {
      await this.#connecting;
      await this.negotiation.renegotiation.run(() => ({}));
    } catch (error) {
      this.context.config.logger.warn('The far end does not hear us yet.', error);
    }
  }

  /** Without devices the call goes on as well: the far end is heard, and may be told why it hears nothing. */
  async #openDevices(): Promise<boolean> {
    const {video} = this.#origin.memo;
    try {
      await this.openMedia({audio: true, video});
      return true;
    } catch (cause) {
      this.warn(toSipError(cause, 'media-failed'));
      return false;
    }
  }
}

/** Resolves when there is a connection, rejects with the signal's reason. */
async function connected({transport}: UserAgent, signal: AbortSignal): Promise<void> {
  if (transport.isConnected()) return;
  let proceed: (state: TransportState) => void = () => undefined;
  const open = new Promise<void>((resolve) => {
    proceed = (state) => {
      if (state === TransportState.Connected) resolve();
    };
    transport.stateChange.addListener(proceed);
  });
  await orAborted(open, signal).finally(() => transport.stateChange.removeListener(proceed));
}
