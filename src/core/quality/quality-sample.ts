import {impairmentOf, rateSpeech, type CodecImpairment, type SpeechRating} from './e-model.js';
import {roundTrip, selectedPair, type MediaFacts} from './media-facts.js';
import {entries, growth, numberOf, referred, textOf, type Stat, type StatsSnapshot} from './stats.js';

/** A figure for each direction: `in` for what arrives, `out` for what we send. */
export interface BothWays<T> {
  readonly in: T;
  readonly out: T;
}

export interface PictureFigures {
  readonly width: number | null;
  readonly height: number | null;
  readonly framesPerSecond: number | null;
}

/** The quality of a call in one second (S3.19). A figure that the browser or the far end does not report is null. */
export interface QualitySample {
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  /** The round-trip time in milliseconds. */
  readonly rttMs: number | null;
  /** Interarrival jitter of the sound that arrives (RFC 3550 section 6.4.1), in milliseconds. */
  readonly jitterMs: number | null;
  /** The fraction of our sound that the far end missed, by its last report; 0 to 1. */
  readonly outboundLoss: number | null;
  /** The fraction of the far end's sound that did not arrive; 0 to 1. */
  readonly inboundLoss: number | null;
  /** How well we hear: mean opinion score by the E-model (ITU-T G.107), 1 to 4.41. */
  readonly mosEstimate: number | null;
  /** How well the far end hears us, as far as it reports; the same scale. */
  readonly outboundMosEstimate: number | null;
  /** The name of the codec of the sound, as in SDP: `opus`, `PCMU`. */
  readonly selectedCodec: string | null;
  /** `host`, `srflx`, `prflx` or `relay`. */
  readonly localCandidateType: string | null;
  readonly remoteCandidateType: string | null;
  /** The bit rate of sound and picture together, without packet headers, in bits per second. */
  readonly bitrate: BothWays<number | null>;
  /** The browser's estimate of what it can send, in bits per second. */
  readonly availableOutgoingBitrate: number | null;
  /** The sound level, 0 to 1; `out` is our microphone. */
  readonly audioLevel: BothWays<number | null>;
  /** Null while there is no picture. */
  readonly video: BothWays<PictureFigures | null> | null;
}

/** A sample, and the E-model ratings of both directions. */
export interface RatedSample {
  readonly sample: QualitySample;
  readonly rating: BothWays<SpeechRating | undefined>;
}

/** Milliseconds of speech in a packet, which add to the delay. Browsers and telephones use 20. */
const PACKETISATION = 20;

/** @param facts - The result of `mediaFacts()` for the same two snapshots. */
export function qualitySample(before: StatsSnapshot, now: StatsSnapshot, facts: MediaFacts): RatedSample {
  const rtt = roundTrip(now);
  const pair = selectedPair(now);
  const codec = codecOf(now);
  const rating = rate(facts, rtt ?? 0, impairmentOf(codec));
  return {
    rating,
    sample: Object.freeze({
      timestamp: facts.timestamp,
      rttMs: milliseconds(rtt),
      jitterMs: milliseconds(facts.jitter),
      outboundLoss: orNull(facts.far.loss),
      inboundLoss: orNull(lossOf(facts)),
      mosEstimate: rounded(rating.in?.mos),
      outboundMosEstimate: rounded(rating.out?.mos),
      selectedCodec: codec,
      localCandidateType: orNull(textOf(referred(now, pair, 'localCandidateId'), 'candidateType')),
      remoteCandidateType: orNull(textOf(referred(now, pair, 'remoteCandidateId'), 'candidateType')),
      bitrate: Object.freeze({
        in: bitrate(entries(now, 'inbound-rtp'), before, 'bytesReceived', facts.seconds),
        out: bitrate(entries(now, 'outbound-rtp'), before, 'bytesSent', facts.seconds),
      }),
      availableOutgoingBitrate: orNull(numberOf(pair, 'availableOutgoingBitrate')),
      audioLevel: Object.freeze({
        in: level(entries(now, 'inbound-rtp', 'audio'), before),
        out: level(entries(now, 'media-source', 'audio'), before),
      }),
      video: pictures(now),
    }),
  };
}

function rate(facts: MediaFacts, rtt: number, codec: CodecImpairment): RatedSample['rating'] {
  const {far, jitter = 0, buffered = 2 * jitter, received = 0, discarded} = facts;
  const loss = lossOf(facts);
  const delay = (buffer: number) => (rtt / 2 + buffer) * 1000 + PACKETISATION;
  return {
    // For the listener, a packet that arrives too late is lost.
    in:
      loss === undefined
        ? undefined
        : rateSpeech({delay: delay(buffered), loss: Math.min(1, loss + discarded / Math.max(1, received)), codec}),
    // The far end's jitter buffer is unknown; a good one takes twice the jitter.
    out: far.loss === undefined ? undefined : rateSpeech({delay: delay(2 * (far.jitter ?? 0)), loss: far.loss, codec}),
  };
}

function lossOf({received = 0, lost = 0}: MediaFacts): number | undefined {
  return received + lost > 0 ? lost / (received + lost) : undefined;
}

/** The codec that we receive, else the one that we send. */
function codecOf(now: StatsSnapshot): string | null {
  const streams = [...entries(now, 'inbound-rtp', 'audio'), ...entries(now, 'outbound-rtp', 'audio')];
  const types = streams.map((stat) => textOf(referred(now, stat, 'codecId'), 'mimeType'));
  return types.find(Boolean)?.replace(/^audio\//i, '') ?? null;
}

function bitrate(streams: readonly Stat[], before: StatsSnapshot, member: string, seconds: number): number | null {
  const bytes = growth(streams, before, member);
  return bytes === undefined ? null : Math.round((bytes * 8) / seconds);
}

/**
 * The level comes from the energy of the whole interval if that is known: a momentary level may fall between two words.
 */
function level(stats: readonly Stat[], before: StatsSnapshot): number | null {
  const energy = growth(stats, before, 'totalAudioEnergy');
  const duration = growth(stats, before, 'totalSamplesDuration');
  if (energy !== undefined && duration) return Math.min(1, Math.sqrt(energy / duration));
  const levels = stats.flatMap((stat) => numberOf(stat, 'audioLevel') ?? []);
  return levels.length > 0 ? Math.max(...levels) : null;
}

function pictures(now: StatsSnapshot): BothWays<PictureFigures | null> | null {
  const both = {in: picture(now, 'inbound-rtp'), out: picture(now, 'outbound-rtp')};
  return both.in || both.out ? Object.freeze(both) : null;
}

/** The figures of the picture that flows. An agreed section that carries no picture has no size. */
function picture(now: StatsSnapshot, type: string): PictureFigures | null {
  const stat = entries(now, type, 'video').find((each) => numberOf(each, 'frameWidth'));
  if (!stat) return null;
  return Object.freeze({
    width: orNull(numberOf(stat, 'frameWidth')),
    height: orNull(numberOf(stat, 'frameHeight')),
    framesPerSecond: orNull(numberOf(stat, 'framesPerSecond')),
  });
}

function orNull<T>(value: T | undefined): T | null {
  return value ?? null;
}

function milliseconds(seconds: number | undefined): number | null {
  return seconds === undefined ? null : Math.round(seconds * 10_000) / 10;
}

function rounded(mos: number | undefined): number | null {
  return mos === undefined ? null : Math.round(mos * 100) / 100;
}
