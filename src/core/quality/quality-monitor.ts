import {isEstablished} from '../call/call-machine.js';
import type {CallLine} from '../call/call-line.js';
import type {CallState} from '../call/call-state.js';
import {warnOnlyOf} from '../call/call-warnings.js';
import {mediaFacts} from './media-facts.js';
import type {MicrophoneFacts} from './microphone-watch.js';
import {qualitySample} from './quality-sample.js';
import type {StatsSnapshot} from './stats.js';
import {Warnings} from './warnings.js';

/** Milliseconds between two samples. On hold there is only the connection to measure, so samples are rarer. */
const PERIOD = 1000;
const PERIOD_HELD = 5000;

/** Samples the quality of a call, from both sides' answer until its end, and warns of problems. */
export function monitorQuality(line: CallLine): void {
  const {model} = line;
  let monitor: QualityMonitor | undefined;
  const follow = () => {
    if (model.established) {
      monitor ??= new QualityMonitor(line);
      monitor.follow();
    } else {
      monitor?.stop();
      monitor = undefined;
    }
  };
  model.store.subscribe(follow);
  follow();
}

class QualityMonitor {
  readonly #line: CallLine;
  readonly #warnings = new Warnings();
  #before: StatsSnapshot | undefined;
  #period: number | undefined;
  #cancel: (() => void) | undefined;
  #asking = false;
  #stopped = false;

  constructor(line: CallLine) {
    this.#line = line;
  }

  /** Sets how often to measure, by the state of the call. */
  follow(): void {
    const period = isTalking(this.#line.model.state) ? PERIOD : PERIOD_HELD;
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
    const {clock, logger} = this.#line.host.config;
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
    const report = await this.#line.session?.stats();
    if (this.#stopped || !isEstablished(this.#line.model.state.state)) return;
    const now = report ? (new Map(report) as StatsSnapshot) : undefined;
    const before = this.#before;
    this.#before = now;
    if (before && now) this.#take(before, now);
  }

  #take(before: StatsSnapshot, now: StatsSnapshot): void {
    const {model} = this.#line;
    const facts = mediaFacts(before, now);
    if (!facts) return;
    const rated = qualitySample(before, now, facts);
    model.store.patch({quality: rated.sample});
    model.tell('sip-quality', {sample: rated.sample});
    const call = model.state;
    const since = new Date(this.#line.host.config.clock.now());
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

/** Whether sound should flow both ways. */
function isTalking({state, held, media}: Readonly<CallState>): boolean {
  return state === 'active' && !held.local && !held.remote && media === 'flowing';
}

function microphoneFacts({localStream}: Readonly<CallState>, level: number | null): MicrophoneFacts {
  const track = localStream?.getAudioTracks()[0];
  if (!track) return {track: undefined, level};
  if (track.readyState === 'ended') return {track: 'ended', level};
  return {track: track.muted ? 'muted' : 'live', level};
}
