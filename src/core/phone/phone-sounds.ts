import type {CallState} from '../call/call-state.js';
import {isEnded, isEstablished} from '../call/call-machine.js';
import type {MediaPort, RemoteAudio, Tone} from '../media-port.js';

/** Makes what is heard follow the calls: each far end's sound, and at most one tone. */
export class PhoneSounds {
  readonly #media: MediaPort;
  readonly #tones: boolean;
  readonly #remote = new Map<string, {stream: MediaStream; audio: RemoteAudio}>();
  #tone: {name: Tone; stop: () => void} | undefined;

  /** @param tones - Whether to ring and play ringback. */
  constructor(media: MediaPort, tones: boolean) {
    this.#media = media;
    this.#tones = tones;
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
    this.#setTone(this.#tones ? wantedTone(calls) : undefined);
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
  }

  #setTone(name: Tone | undefined): void {
    if (this.#tone?.name === name) return;
    this.#tone?.stop();
    this.#tone = name && {name, stop: this.#media.startTone(name)};
  }
}

/** Never ringback over early media, and only a beep while somebody is talking. */
export function wantedTone(calls: readonly Readonly<CallState>[]): Tone | undefined {
  if (calls.some((call) => call.direction === 'inbound' && call.state === 'ringing')) {
    return calls.some((call) => isEstablished(call.state)) ? 'waiting' : 'ring';
  }
  const ringing = calls.some((call) => call.direction === 'outbound' && call.state === 'trying' && call.remoteRinging);
  return ringing ? 'ringback' : undefined;
}
