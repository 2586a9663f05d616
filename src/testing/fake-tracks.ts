import type {SessionMedia} from '../core/engine/sip-engine.js';
import {SipError} from '../core/errors.js';
import type {MediaPort} from '../core/media-port.js';

interface Sharing {
  readonly state: SessionMedia;
  media(change: Partial<SessionMedia>): void;
}

/** Puts another microphone or camera in the place of the one before, which is stopped. */
export function replaceFakeTrack(session: Sharing, kind: 'audio' | 'video', track: MediaStreamTrack): Promise<void> {
  const {localStream: stream} = session.state;
  const before = stream?.getTracks().find((old) => old.kind === kind);
  if (!stream || !before) {
    track.stop();
    return Promise.reject(new SipError('invalid-state', 'There is no such track.'));
  }
  before.stop();
  stream.removeTrack(before);
  stream.addTrack(track);
  session.media(kind === 'audio' ? {localAudio: track} : {localVideo: track});
  return Promise.resolve();
}

/** Removes the camera. */
export function dropFakeVideo(stream: MediaStream | null): void {
  for (const track of stream?.getVideoTracks() ?? []) {
    track.stop();
    stream?.removeTrack(track);
  }
}

/** A screen that a fake session shows in the place of its camera. */
export interface FakeScreen {
  /** The camera is shown again. */
  end(): void;
  /** The session is over. */
  close(): void;
}

/** @param agree - The answer of the far end. */
export async function shareFakeScreen(
  media: MediaPort,
  signal: AbortSignal,
  session: Sharing,
  agree: () => Promise<void>,
): Promise<FakeScreen> {
  const stream = await media.openScreen({signal});
  const stop = () => {
    for (const track of stream.getTracks()) track.stop();
  };
  try {
    await agree();
  } catch (error) {
    stop();
    throw error;
  }
  const [picture = null] = stream.getVideoTracks();
  const camera = session.state.localVideo;
  let ended = false;
  const end = () => {
    if (ended) return;
    ended = true;
    stop();
    show(session.state.localStream, camera);
    session.media({screen: false, localVideo: camera});
  };
  picture?.addEventListener('ended', end);
  show(session.state.localStream, picture);
  session.media({screen: true, localVideo: picture});
  return {
    end,
    close: () => {
      ended = true;
      stop();
      camera?.stop();
    },
  };
}

function show(stream: MediaStream | null, track: MediaStreamTrack | null): void {
  for (const before of stream?.getVideoTracks() ?? []) stream?.removeTrack(before);
  if (track) stream?.addTrack(track);
}
