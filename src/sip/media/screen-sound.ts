import type {PictureParts} from './picture.js';
import {exchangeTrack} from './track-switch.js';

const OURS = 'ours';

/**
 * Sends the sound of a shared screen in one with our microphone, which can still be muted and exchanged alone. Rejects
 * `media-failed`, and all is as it was.
 * @returns what ends it, also where the browser does not take the microphone back
 */
export async function sendScreenSound(
  {media, description, signal}: Pick<PictureParts, 'media' | 'description' | 'signal'>,
  screen: MediaStream,
): Promise<() => Promise<void>> {
  const {local} = description;
  const mix = await media.mix();
  const none = new MediaStream();
  const tracks = mix.set([
    {id: OURS, local: local.microphone, remote: none},
    {id: 'screen', local: none, remote: screen},
  ]);
  const both = tracks.get(OURS) ?? null;
  const close = () => {
    for (const track of screen.getAudioTracks()) track.stop();
    mix.close();
  };
  const end = async () => {
    signal.removeEventListener('abort', close);
    try {
      if (local.get('audio', 'cover') === both) await exchangeTrack(description, ['audio', 'cover'], null);
    } finally {
      close();
    }
  };
  signal.addEventListener('abort', close, {once: true});
  try {
    signal.throwIfAborted();
    await exchangeTrack(description, ['audio', 'cover'], both);
  } catch (error) {
    await end();
    throw error;
  }
  return end;
}
