import type {PictureParts} from './picture.js';
import {exchangeTrack} from './track-switch.js';

const OURS = 'ours';

/**
 * Mixes the sound of a shared screen with our microphone, which can still be muted and exchanged on its own. If that
 * fails, it rejects with `media-failed` and everything is as before.
 * @returns a function that ends it, even if the browser does not take the microphone back
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
