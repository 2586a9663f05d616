import {impairmentOf, rateSpeech, type CodecImpairment, type SpeechRating} from './e-model.js';
import {roundTrip, selectedPair, type MediaFacts} from './media-facts.js';
import {entries, growth, numberOf, referred, textOf, type Stat, type StatsSnapshot} from './stats.js';

/** A figure for each way: what comes in, and what goes out. */
export interface BothWays<T> {
  readonly in: T;
  readonly out: T;
}

export interface PictureFigures {
  readonly width: number | null;
  readonly height: number | null;
  readonly framesPerSecond: number | null;
}

/** The quality of a call in one second (S3.19). What the browser or the far end does not tell is null. */
export interface QualitySample {
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  /** To the far end and back, in milliseconds. */
  readonly rttMs: number | null;
  /** Interarrival jitter of the sound that comes in (RFC 3550 section 6.4.1), in milliseconds. */
  readonly jitterMs: number | null;
  /** The part of our sound that the far end missed, as it told last; 0 to 1. */
  readonly outboundLoss: number | null;
  /** The part of the far end's sound that did not come; 0 to 1. */
  readonly inboundLoss: number | null;
  /** How well we hear: mean opinion score by the E-model (ITU-T G.107), 1 to 4.41. */
  readonly mosEstimate: number | null;
  /** How well the far end hears us, as far as it tells; the same scale. */
  readonly outboundMosEstimate: number | null;
  /** The name of the codec of the sound, as in SDP: `opus`, `PCMU`. */
  readonly selectedCodec: string | null;
  /** `host`, `srflx`, `prflx` or `relay`. */
  readonly localCandidateType: string | null;
  readonly remoteCandidateType: string | null;
  /** Of sound and picture, without headers, in bits per second. */
  readonly bitrate: BothWays<number | null>;
  /** What the browser believes that it can send, in bits per second. */
  readonly availableOutgoingBitrate: number | null;
  /** How loud it was, 0 to 1; `out` is our microphone. */
  readonly audioLevel: BothWays<number | null>;
  /** Null as long as there is no picture. */
  readonly video: BothWays<PictureFigures | null> | null;
}

/** A sample, and how its two ratings came about. */
export interface RatedSample {
  readonly sample: QualitySample;
  readonly rating: BothWays<SpeechRating | undefined>;
}

/** Milliseconds of speech in a packet, which have to be spoken before it can go; browsers and telephones use 20. */
const PACKETISATION = 20;

/** @param facts - What `mediaFacts()` says of the same two snapshots. */
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
    // To the ear, a packet that comes too late is lost.
    in:
      loss === undefined
        ? undefined
        : rateSpeech({delay: delay(buffered), loss: Math.min(1, loss + discarded / Math.max(1, received)), codec}),
    // The far end's jitter buffer is not known; twice the jitter is what a good one takes.
    out: far.loss === undefined ? undefined : rateSpeech({delay: delay(2 * (far.jitter ?? 0)), loss: far.loss, codec}),
  };
}

function lossOf({received = 0, lost = 0}: MediaFacts): number | undefined {
  return received + lost > 0 ? lost / (received + lost) : undefined;
}

/** What we hear, else what we send. */
function codecOf(now: StatsSnapshot): string | null {
  const streams = [...entries(now, 'inbound-rtp', 'audio'), ...entries(now, 'outbound-rtp', 'audio')];
  const types = streams.map((stat) => textOf(referred(now, stat, 'codecId'), 'mimeType'));
  return types.find(Boolean)?.replace(/^audio\//i, '') ?? null;
}

function bitrate(streams: readonly Stat[], before: StatsSnapshot, member: string, seconds: number): number | null {
  const bytes = growth(streams, before, member);
  return bytes === undefined ? null : Math.round((bytes * 8) / seconds);
}

/** From the energy of the whole interval where it is known: a level of one moment may fall between two words. */
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

/** The figures of the picture that flows; a section that was agreed on and carries none has no size. */
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
