import type {CallState} from '../core/call/call-state.js';
import {isEstablished} from '../core/call/call-machine.js';
import type {CallWarning} from '../core/quality/call-warning.js';
import type {QualitySample} from '../core/quality/quality-sample.js';
import type {TextKey} from '../i18n/translations.js';

export type Grade = 'good' | 'fair' | 'poor' | 'unknown';

/** The quality of a call at a glance. */
export interface QualityView {
  /** How many of the four bars are full. */
  readonly bars: number;
  readonly grade: Grade;
}

// The categories of ITU-T G.109, as mean opinion scores: satisfied, some dissatisfied, many dissatisfied.
const LIMITS = [4.03, 3.6, 3.1] as const;
const GRADES: readonly Grade[] = ['unknown', 'poor', 'fair', 'fair', 'good'];

/** Grades a call by the worse of its two directions. Sound that goes only one way is always poor. */
export function qualityView(call: Readonly<CallState> | null): QualityView {
  const bars = barsOf(call);
  return {bars, grade: GRADES[bars] ?? 'unknown'};
}

function barsOf(call: Readonly<CallState> | null): number {
  if (!call || !isEstablished(call.state)) return 0;
  if (call.warnings.some(({kind}) => kind === 'one-way-audio' || kind === 'no-microphone-sound')) return 1;
  const scores = [call.quality?.mosEstimate, call.quality?.outboundMosEstimate].filter(
    (mos) => typeof mos === 'number',
  );
  if (scores.length === 0) return 0;
  const mos = Math.min(...scores);
  return 4 - LIMITS.filter((limit) => mos < limit).length;
}

/** Returns the terms for the warnings of a call, each once, without the error that `<sip-status of="call">` shows. */
export function warningTerms({warnings, error}: Readonly<CallState>): TextKey[] {
  const told = warnings.filter((warning) => !warning.error || warning.error !== error);
  return [...new Set(told.map(termOf))];
}

function termOf({cause, error}: CallWarning): TextKey {
  if (error) return `error.${error.code}`;
  return cause === 'device-missing' ? 'warning.microphone-ended' : `warning.${cause}`;
}

/** Returns the known figures in order, with units that need no translation. */
export function qualityFigures(sample: QualitySample): [term: TextKey, value: string][] {
  const {bitrate, localCandidateType, remoteCandidateType} = sample;
  const rows: [TextKey, string | null][] = [
    ['quality.mos', sample.mosEstimate?.toFixed(1) ?? null],
    ['quality.round-trip', unit(sample.rttMs, 'ms')],
    ['quality.jitter', unit(sample.jitterMs, 'ms')],
    ['quality.loss-in', percent(sample.inboundLoss)],
    ['quality.loss-out', percent(sample.outboundLoss)],
    ['quality.codec', sample.selectedCodec],
    ['quality.bitrate-in', unit(thousand(bitrate.in), 'kbit/s')],
    ['quality.bitrate-out', unit(thousand(bitrate.out), 'kbit/s')],
    ['quality.path', localCandidateType && `${localCandidateType} – ${remoteCandidateType ?? '?'}`],
  ];
  return rows.filter((row): row is [TextKey, string] => Boolean(row[1]));
}

function unit(figure: number | null, name: string): string | null {
  return figure === null ? null : `${String(Math.round(figure))} ${name}`;
}

function percent(fraction: number | null): string | null {
  return fraction === null ? null : `${(fraction * 100).toFixed(1)} %`;
}

function thousand(figure: number | null): number | null {
  return figure === null ? null : figure / 1000;
}
