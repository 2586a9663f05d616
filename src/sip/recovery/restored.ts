import {TransportState} from '../transport/transport-state.js';
import {SessionDialog} from '../sip-js.js';
import {callEnd} from '../../core/call/end-causes.js';
import type {CallEnd} from '../../core/call/end-reason.js';
import {toSipError} from '../../core/errors.js';
import type {Agent} from '../agent.js';
import {openMedia} from '../media/open-devices.js';
import type {Beginning} from '../session/beginning.js';
import {NOT_INBOUND} from '../session/not-inbound.js';
import type {SessionContext} from '../session/session-context.js';
import {InviteSession} from '../session/session.js';
import {orAborted, within} from '../waiting.js';
import type {SavedSession} from './saved-session.js';
import {RECOVERABLE} from './saved-sessions.js';

/**
 * How long the permission prompt may delay the call, in milliseconds; after a later answer the far end hears us, too.
 */
const DEVICES = 1000;
/**
 * What to add to the saved CSeq: the page before may have sent requests after it saved the session, and the far end
 * refuses a lower CSeq (RFC 3261 section 12.2.2).
 */
const CSEQ_MARGIN = 100;

/**
 * A session that an earlier page of this tab had: the dialog goes on with a re-INVITE, which tells the far end our new
 * Contact and media (RFC 3261 section 14). No server has to know of it.
 */
export function restoredSession(context: SessionContext, saved: SavedSession): InviteSession {
  const {dialog, direction, remoteIdentity, localIdentity} = saved;
  const own = context.agent.core.configuration.contact;
  const facts = {
    id: `${dialog.callId}${dialog.localTag}`,
    direction,
    remoteIdentity,
    localIdentity,
    contact: own.toString({outbound: !own.pubGruu}),
  };
  return new InviteSession(context, facts, (session) => new Restored(session, saved));
}

class Restored implements Beginning {
  readonly inviteRequest = undefined;
  readonly ring = NOT_INBOUND.ring;
  readonly progress = NOT_INBOUND.progress;
  readonly accept = NOT_INBOUND.accept;
  readonly #session: InviteSession;
  readonly #saved: SavedSession;
  #back = false;
  #resuming: Promise<void> | undefined;
  #stopDeadline: (() => void) | undefined;

  constructor(session: InviteSession, saved: SavedSession) {
    const {usage, recovery} = session;
    this.#session = session;
    this.#saved = saved;
    usage.dialog = reviveDialog(usage.agent, saved);
    usage.move('established');
    session.attend(usage.dialog);
    session.remember(saved.memo);
    recovery.lost('signalling');
  }

  get pending(): Promise<void> | undefined {
    return this.#resuming;
  }

  /** Until the far end agrees, a further reload keeps the saved time, so that it gains no time. */
  get origin(): SavedSession | undefined {
    return this.#back ? undefined : this.#saved;
  }

  invite(): Promise<void> {
    this.#resuming ??= this.#resume();
    return this.#resuming;
  }

  withdraw(): void {}

  withdrawn(): CallEnd {
    return callEnd({by: 'local', cause: 'hangup'});
  }

  stopTimers(): void {
    this.#stopDeadline?.();
  }

  /** The re-INVITE of `invite()` already repairs the session. */
  repair(): Promise<boolean> {
    return Promise.resolve(!this.#back);
  }

  left(): void {}

  owed(): boolean {
    return false;
  }

  pracked(): void {}

  heard(): void {}

  async #resume(): Promise<void> {
    const session = this.#session;
    const {context, description} = session;
    const {clock} = context.config;
    const {at, sections, memo} = this.#saved;
    this.#stopDeadline = clock.after(Math.max(0, at + RECOVERABLE - clock.now()), () =>
      session.abandon(context.connectivity.connected ? 'timeout' : 'connection-error', 0),
    );
    let late = false;
    const devices = this.#openDevices().then((opened) => (late && opened ? this.#offerDevices() : undefined));
    description.sections.expect(sections);
    description.prepare(memo.video);
    await within(clock, DEVICES, devices);
    late = true;
    await this.#reinvite();
    this.stopTimers();
    this.#back = true;
    session.beginMedia();
    session.recovery.back('signalling');
    context.save();
  }

  /** Offers new media; offers them again if the connection breaks meanwhile. */
  async #reinvite(): Promise<void> {
    const {context, conversation, usage, signal} = this.#session;
    const {held} = this.#saved.memo;
    const {negotiation} = await conversation.there();
    for (;;) {
      await connected(context.agent, signal);
      try {
        await negotiation.renegotiation.run(() => ({held}));
        return;
      } catch (error) {
        if (usage.ending || context.connectivity.connected) throw error;
      }
    }
  }

  /** Offers devices that the person has allowed late. */
  async #offerDevices(): Promise<void> {
    try {
      await this.#resuming;
      const {negotiation} = await this.#session.conversation.there();
      await negotiation.renegotiation.run(() => ({}));
    } catch (error) {
      this.#session.context.config.logger.warn('The far end does not hear us yet.', error);
    }
  }

  /**
   * Opens the devices. Without them the call goes on, too: we hear the far end, and the page learns what is missing.
   */
  async #openDevices(): Promise<boolean> {
    const {video} = this.#saved.memo;
    try {
      await openMedia(this.#session, {audio: true, video});
      return true;
    } catch (cause) {
      this.#session.tell('deviceMissing', toSipError(cause, 'media-failed'));
      return false;
    }
  }
}

/** Makes the dialog of an earlier page again, without an INVITE of this page. */
function reviveDialog({core}: Agent, {dialog}: SavedSession): SessionDialog {
  const localSequenceNumber = (dialog.localSequenceNumber ?? 0) + CSEQ_MARGIN;
  const noTransaction = {request: {}} as ConstructorParameters<typeof SessionDialog>[0];
  return new SessionDialog(noTransaction, core, {...dialog, localSequenceNumber});
}

/** Resolves when there is a connection, rejects with the signal's reason. */
async function connected({transport}: Agent, signal: AbortSignal): Promise<void> {
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
