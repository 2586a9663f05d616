import type {DeviceKind} from '../core/devices/device-state.js';
import {LazyPart} from '../core/lazy-part.js';
import type {AudioMix, MediaPort, MediaPortFactory, Recording} from '../core/media-port.js';
import {AutoplayGate} from './autoplay-gate.js';
import {blackTrack} from './black.js';
import {rememberDevices, rememberedDevices} from './device-memory.js';
import {DeviceWatcher} from './devices.js';
import {LevelMeters} from './level-meter.js';
import {mixerGroup, recorderGroup, toneGroup} from './lazy-groups.js';
import {letChoose} from './let-choose.js';
import {Listeners} from './listeners.js';
import {playRemoteAudio, type PlayedAudio} from './remote-audio.js';
import {openScreen} from './screen.js';
import {canPlayOn, speakerChoice} from './speaker.js';
import {openUserMedia} from './user-media.js';

/** Makes the media port of a browser. */
export const createMediaPort: MediaPortFactory = ({getUserMedia, country}) => {
  const gate = new AutoplayGate();
  const life = new AbortController();
  const tones = new LazyPart(toneGroup, ({TonePlayer}) => new TonePlayer(gate, {country, speaker: used.speaker}));
  // A second player, because the ring tone can have another loudspeaker.
  const bell = new LazyPart(toneGroup, ({TonePlayer}) => new TonePlayer(gate, {speaker: used.ringer}));
  toneGroup.load(life.signal);
  const devices = new DeviceWatcher();
  const meters = new LevelMeters();
  const lost = new Listeners<[track: MediaStreamTrack]>();
  const playing = new Set<PlayedAudio>();
  const mixes = new Set<AudioMix>();
  const recordings = new Set<Recording>();
  const used: Record<DeviceKind, string> = {microphone: '', camera: '', speaker: '', ringer: ''};

  const open: MediaPort['open'] = async (wanted, {signal}) => {
    const opened = await openUserMedia(wanted, {signal, getUserMedia, preferred: used});
    for (const track of opened.stream.getTracks()) {
      // A track that we stop ourselves fires no `ended`.
      track.addEventListener('ended', () => lost.tell(track));
    }
    void devices.permitted();
    return opened;
  };

  const port: MediaPort = {
    open,
    openScreen,
    black: blackTrack,
    playRemote(stream) {
      const audio = playRemoteAudio(stream, gate);
      audio.follow(used.speaker);
      playing.add(audio);
      const close = (): void => {
        if (playing.delete(audio)) audio.close();
      };
      return {...audio, close};
    },
    startTone(tone) {
      const over = new AbortController();
      (tone === 'ring' ? bell : tones).load(over.signal, (player) => {
        over.signal.addEventListener('abort', player.start(tone));
      });
      return () => over.abort();
    },
    get sounding() {
      return [tones, bell].some(({now}) => now?.sounding);
    },
    playKey(digit) {
      tones.now?.key(digit);
    },
    get blocked() {
      return gate.blocked;
    },
    onBlockedChange: (listener) => gate.onChange(listener),
    unblock: () => gate.unblock(),
    devices: () => devices.list(),
    onDevicesChange: (listener) => devices.onChange(listener),
    onTrackLost: (listener) => lost.add(listener),
    speakerChoice: speakerChoice(),
    async use(kind, deviceId) {
      const output = kind === 'speaker' || kind === 'ringer';
      if (output && !(await canPlayOn(deviceId))) return false;
      used[kind] = deviceId;
      if (kind === 'ringer') bell.now?.use(deviceId);
      if (kind !== 'speaker') return true;
      tones.now?.use(deviceId);
      for (const audio of playing) audio.follow(deviceId);
      return true;
    },
    canPlayOn,
    async choose(kind) {
      const device = await letChoose(kind, {open, deviceId: used[kind]});
      devices.reread();
      return device;
    },
    remembered: rememberedDevices,
    remember: rememberDevices,
    measure: (stream) => meters.measure(stream),
    async mix() {
      const {Mixer} = await mixerGroup.need();
      const mix = new Mixer(gate);
      mixes.add(mix);
      const close = (): void => {
        if (mixes.delete(mix)) mix.close();
      };
      return {set: (calls) => mix.set(calls), close};
    },
    async record(options) {
      const {StreamRecorder} = await recorderGroup.need();
      const recording = new StreamRecorder(options, gate);
      recordings.add(recording);
      const over = (): void => void recordings.delete(recording);
      recording.file.then(over, over);
      return recording;
    },
    destroy() {
      for (const mix of mixes) mix.close();
      for (const recording of recordings) recording.stop();
      for (const audio of playing) audio.close();
      playing.clear();
      life.abort();
      tones.now?.destroy();
      bell.now?.destroy();
      devices.destroy();
      meters.destroy();
      lost.clear();
      gate.destroy();
    },
  };
  return Promise.resolve(port);
};
