import {SipError} from '../core/errors.js';
import type {CallMedia, MediaPortOptions, OpenedMedia} from '../core/media-port.js';
import {mediaFailure, missingDevice} from './media-failure.js';

type GetUserMedia = NonNullable<MediaPortOptions['getUserMedia']>;

interface OpenOptions {
  readonly signal: AbortSignal;
  /** The page's own function, which replaces that of the browser. */
  readonly getUserMedia: GetUserMedia | undefined;
  /** The ids of the devices to use if they exist. */
  readonly preferred?: Readonly<{microphone: string; camera: string}> | undefined;
}

type Ask = (wanted: CallMedia) => Promise<MediaStream>;

// These constraints are wishes: a device that cannot meet them is better than none.
const AUDIO: MediaTrackConstraints = {echoCancellation: true, noiseSuppression: true, autoGainControl: true};
const VIDEO: MediaTrackConstraints = {
  width: {ideal: 1280},
  height: {ideal: 720},
  frameRate: {ideal: 30},
  facingMode: {ideal: 'user'},
};

/**
 * Opens microphone and camera. If sound is wanted too and the camera cannot be opened, it opens the microphone alone.
 * @throws SipError as `MediaPort.open` does, or the signal's reason if that aborts.
 */
export async function openUserMedia(
  wanted: CallMedia,
  {signal, getUserMedia, preferred}: OpenOptions,
): Promise<OpenedMedia> {
  signal.throwIfAborted();
  requirePeerConnection();
  if (!wanted.audio && !wanted.video) return {stream: new MediaStream(), missing: undefined};
  const open = getUserMedia ?? browserGetUserMedia();
  const ask: Ask = ({audio, video, microphone, camera}) =>
    open({
      audio: audio && {...AUDIO, ...deviceId(microphone, preferred?.microphone)},
      video: video && {...VIDEO, ...deviceId(camera, preferred?.camera)},
    });

  if (!wanted.video) return {stream: await microphoneOnly(ask, wanted, signal), missing: undefined};

  let stream: MediaStream;
  try {
    stream = await request(ask, wanted, signal);
  } catch (error) {
    signal.throwIfAborted();
    const missing = mediaFailure(error, 'camera');
    if (!wanted.audio) throw missing;
    // The error does not tell which device failed. If the microphone opens alone, it was the camera.
    return {stream: await microphoneOnly(ask, wanted, signal), missing};
  }
  const missing = stream.getVideoTracks().length > 0 ? undefined : missingDevice('camera', 'no video track was given');
  if (missing && !wanted.audio) {
    stopTracks(stream);
    throw missing;
  }
  return {stream: complete(stream, wanted), missing};
}

/** A device that the caller names must be that one. A preferred device may be gone, and another one will do. */
function deviceId(exact: string | undefined, ideal: string | undefined): MediaTrackConstraints {
  if (exact) return {deviceId: {exact}};
  return ideal ? {deviceId: {ideal}} : {};
}

async function microphoneOnly(ask: Ask, {microphone}: CallMedia, signal: AbortSignal): Promise<MediaStream> {
  const wanted = {audio: true, video: false, microphone};
  try {
    return complete(await request(ask, wanted, signal), wanted);
  } catch (error) {
    signal.throwIfAborted();
    throw mediaFailure(error, 'microphone');
  }
}

export function stopTracks(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

/** Asks once. An abort rejects at once. No browser can take a prompt back, so a stream that comes later is stopped. */
function request(ask: Ask, wanted: CallMedia, signal: AbortSignal): Promise<MediaStream> {
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', abort, {once: true});
    // The async function turns an exception of a page's own getUserMedia into a rejection.
    const asking = (async () => ask(wanted))();
    asking
      .then((stream) => {
        if (signal.aborted) stopTracks(stream);
        else resolve(stream);
      }, reject)
      .finally(() => signal.removeEventListener('abort', abort));
  });
}

const used = new WeakSet<MediaStreamTrack>();

/** A stopped track is stopped for all its users, so a track that the page gives a second time is cloned. */
function ownTracks(stream: MediaStream): MediaStream {
  const tracks = stream.getTracks();
  if (!tracks.some((track) => used.has(track))) {
    for (const track of tracks) used.add(track);
    return stream;
  }
  return new MediaStream(tracks.map((track) => track.clone()));
}

/** Removes tracks that nobody asked for and throws if sound is missing: a page's own getUserMedia may return either. */
function complete(given: MediaStream, wanted: CallMedia): MediaStream {
  const stream = ownTracks(given);
  if (wanted.audio && stream.getAudioTracks().length === 0) {
    stopTracks(stream);
    throw missingDevice('microphone', 'no audio track was given');
  }
  const extra = [...(wanted.audio ? [] : stream.getAudioTracks()), ...(wanted.video ? [] : stream.getVideoTracks())];
  for (const track of extra) {
    track.stop();
    stream.removeTrack(track);
  }
  return stream;
}

function requirePeerConnection(): void {
  if (typeof RTCPeerConnection === 'function') return;
  throw new SipError(
    'media-unsupported',
    'This browser has no RTCPeerConnection: it is too old, or WebRTC is switched off in its settings or by an extension.',
  );
}

function browserGetUserMedia(): GetUserMedia {
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  if (devices) return (constraints) => devices.getUserMedia(constraints);
  if (!globalThis.isSecureContext) {
    throw new SipError(
      'insecure-context',
      `Browsers open the microphone only on https:// pages and on localhost, not on ${location.origin}.`,
    );
  }
  throw new SipError('media-unsupported', 'This browser has no navigator.mediaDevices: it is too old for calls.');
}
