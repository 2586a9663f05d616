import type {CallState} from '../call/call-state.js';
import {isEnded} from '../call/call-machine.js';
import type {Clock} from '../clock.js';
import type {MediaPort, RemoteAudio, Tone} from '../media-port.js';
import {answersItself, END_TIME, wantedTone} from './wanted-tone.js';

/** Plays the sounds that fit the calls: each far end's sound, and at most one tone. */
export class PhoneSounds {
  readonly #media: MediaPort;
  readonly #tones: boolean;
  readonly #clock: Clock;
  readonly #remote = new Map<string, {stream: MediaStream; audio: RemoteAudio}>();
  #tone: {name: Tone; stop: () => void} | undefined;

  /** Stops the tone for the end of a call. */
  #silence: (() => void) | undefined;

  /** @param sounds - Whether to ring and play ringback. */
  constructor(media: MediaPort, {sounds, clock}: {readonly sounds: boolean; readonly clock: Clock}) {
    this.#media = media;
    this.#tones = sounds;
    this.#clock = clock;
  }

  update(calls: readonly Readonly<CallState>[]): void {
    const live = new Set<string>();
    for (const call of calls) {
      if (isEnded(call.state) || !call.remoteStream) continue;
      live.add(call.id);
      this.#play(call, call.remoteStream);
    }
    for (const [id, {audio}] of this.#remote) {
      if (live.has(id)) continue;
      audio.close();
      this.#remote.delete(id);
    }
    this.#setTone(this.#tones || answersItself(calls) ? wantedTone(calls, this.#clock.now()) : undefined);
  }

  close(): void {
    this.update([]);
  }

  #play(call: Readonly<CallState>, stream: MediaStream): void {
    let entry = this.#remote.get(call.id);
    if (entry?.stream !== stream) {
      entry?.audio.close();
      entry = {stream, audio: this.#media.playRemote(stream)};
      this.#remote.set(call.id, entry);
    }
    entry.audio.setMuted(call.deaf);
    entry.audio.setVolume(call.volume);
    entry.audio.setSpeaker(call.devices.speaker);
  }

  #setTone(name: Tone | undefined): void {
    if (this.#tone?.name === name) return;
    this.#tone?.stop();
    this.#silence?.();
    this.#silence = undefined;
    this.#tone = name && {name, stop: this.#media.startTone(name)};
    // A change of the calls ends this tone earlier.
    if (name === 'busy' || name === 'congestion') {
      this.#silence = this.#clock.after(END_TIME, () => this.#setTone(undefined));
    }
  }
}
