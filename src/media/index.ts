import type {MediaPort, MediaPortFactory} from '../core/media-port.js';
import {AutoplayGate} from './autoplay-gate.js';
import {DeviceWatcher} from './devices.js';
import {playRemoteAudio} from './remote-audio.js';
import {TonePlayer} from './tones.js';
import {openUserMedia} from './user-media.js';

/** The media of the browser that this page runs in. */
export const createMediaPort: MediaPortFactory = ({getUserMedia}) => {
  const gate = new AutoplayGate();
  const tones = new TonePlayer(gate);
  const devices = new DeviceWatcher();
  const playing = new Set<() => void>();

  const port: MediaPort = {
    async open(wanted, {signal}) {
      const opened = await openUserMedia(wanted, {signal, getUserMedia});
      void devices.permitted();
      return opened;
    },
    playRemote(stream) {
      const audio = playRemoteAudio(stream, gate);
      const close = (): void => {
        if (playing.delete(close)) audio.close();
      };
      playing.add(close);
      return {...audio, close};
    },
    startTone: (tone) => tones.start(tone),
    playKey(digit) {
      tones.key(digit);
    },
    get blocked() {
      return gate.blocked;
    },
    onBlockedChange: (listener) => gate.onChange(listener),
    unblock: () => gate.unblock(),
    devices: () => devices.list(),
    onDevicesChange: (listener) => devices.onChange(listener),
    destroy() {
      for (const close of [...playing]) close();
      tones.destroy();
      devices.destroy();
      gate.destroy();
    },
  };
  return Promise.resolve(port);
};
