import {isEstablished} from '../call/call-machine.js';
import type {CallModel} from '../call/call-model.js';
import type {CallState} from '../call/call-state.js';
import {warnOnlyOf} from '../call/call-warnings.js';
import type {SipSession} from '../engine/sip-engine.js';
import type {PhoneConfig} from '../config/phone-config.js';
import {mediaFacts} from './media-facts.js';
import type {MicrophoneFacts} from './microphone-watch.js';
import {qualitySample} from './quality-sample.js';
import type {StatsSnapshot} from './stats.js';
import {Warnings} from './warnings.js';

/** Milliseconds between two samples. On hold there is only the connection to measure, so samples are rarer. */
const PERIOD = 1000;
const PERIOD_HELD = 5000;

export interface MonitorParts {
  readonly model: CallModel;
  readonly session: () => SipSession | undefined;
  readonly config: Pick<PhoneConfig, 'clock' | 'logger' | 'quality'>;
}

/** Samples the quality of a call from when both sides have answered until it is over, and warns of what is wrong with it. */
export function monitorQuality(parts: MonitorParts): void {
  const {model, config} = parts;
  if (!config.quality) return;
  let monitor: QualityMonitor | undefined;
  model.store.subscribe(() => {
    if (model.established) {
      monitor ??= new QualityMonitor(parts);
      monitor.follow();
    } else {
      monitor?.stop();
      monitor = undefined;
    }
  });
}

class QualityMonitor {
  readonly #parts: MonitorParts;
  readonly #warnings = new Warnings();
  #before: StatsSnapshot | undefined;
  #period: number | undefined;
  #cancel: (() => void) | undefined;
  #asking = false;
  #stopped = false;

  constructor(parts: MonitorParts) {
    this.#parts = parts;
  }

  /** Measures as often as the state of the call is worth it. */
  follow(): void {
    const period = isTalking(this.#parts.model.state) ? PERIOD : PERIOD_HELD;
    if (period === this.#period) return;
    this.#period = period;
    this.#cancel?.();
    this.#measure();
  }

  stop(): void {
    this.#stopped = true;
    this.#cancel?.();
  }

  /** Measures now and after each period. While a question to the session is open, it asks no second one. */
  #measure(): void {
    const {clock, logger} = this.#parts.config;
    this.#cancel = clock.after(this.#period ?? PERIOD, () => this.#measure());
    if (this.#asking) return;
    this.#asking = true;
    this.#ask()
      .catch((error: unknown) => logger.info('The quality of a call could not be measured.', error))
      .finally(() => {
        this.#asking = false;
      });
  }

  async #ask(): Promise<void> {
    const report = await this.#parts.session()?.stats();
    if (this.#stopped || !isEstablished(this.#parts.model.state.state)) return;
    const now = report ? (new Map(report) as StatsSnapshot) : undefined;
    const before = this.#before;
    this.#before = now;
    if (before && now) this.#take(before, now);
  }

  #take(before: StatsSnapshot, now: StatsSnapshot): void {
    const {model} = this.#parts;
    const facts = mediaFacts(before, now);
    if (!facts) return;
    const rated = qualitySample(before, now, facts);
    model.store.patch({quality: rated.sample});
    model.tell('sip-quality', {sample: rated.sample});
    const call = model.state;
    const since = new Date(this.#parts.config.clock.now());
    if (!isTalking(call)) {
      this.#warnings.reset();
      warnOnlyOf(model, [], since);
      return;
    }
    const findings = this.#warnings.update({
      ...rated,
      facts,
      microphone: microphoneFacts(call, rated.sample.audioLevel.out),
      muted: call.muted.audio,
      deaf: call.deaf,
      video: call.video,
    });
    warnOnlyOf(model, findings, since);
  }
}

/** Sound is to go both ways. */
function isTalking({state, held, media}: Readonly<CallState>): boolean {
  return state === 'active' && !held.local && !held.remote && media === 'flowing';
}

function microphoneFacts({localStream}: Readonly<CallState>, level: number | null): MicrophoneFacts {
  const track = localStream?.getAudioTracks()[0];
  if (!track) return {track: undefined, level};
  if (track.readyState === 'ended') return {track: 'ended', level};
  return {track: track.muted ? 'muted' : 'live', level};
}
