/** What a codec does to the sound, in the terms of ITU-T G.107. */
export interface CodecImpairment {
  /** The equipment impairment factor Ie. */
  readonly ie: number;
  /** The packet-loss robustness factor Bpl. */
  readonly bpl: number;
}

export interface SpeechPath {
  /** One-way mouth-to-ear delay (Ta) in milliseconds. */
  readonly delay: number;
  /** Packet loss, assumed to be random, as a fraction (Ppl / 100). */
  readonly loss: number;
  readonly codec: CodecImpairment;
}

export interface SpeechRating {
  /** The transmission rating factor R, 0 to 93.2. */
  readonly r: number;
  /** The estimated mean opinion score, 1 to 4.41. */
  readonly mos: number;
  /** What R loses to delay (Idd), and to codec and packet loss (Ie,eff). */
  readonly idd: number;
  readonly ieEff: number;
}

/** Ro - Is with every parameter of G.107 table 3 at its default, and no echo: browsers cancel it. */
const R_DEFAULT = 93.2;

/**
 * G.711 (RFC 3551) with and without the concealment of its appendix I: G.113 appendix I, table I.4. Browsers always
 * conceal.
 */
export const G711: CodecImpairment = {ie: 0, bpl: 25.1};
export const G711_UNCONCEALED: CodecImpairment = {ie: 0, bpl: 4.3};
/**
 * G.113 has no values for Opus. This is the limit for good bit rates, on the narrowband scale, of the factors that M.
 * Alahmadi, P. Pocta and H. Melvin measured ("An Adaptive Bitrate Switching Algorithm for Speech Applications in
 * Context of WebRTC", ACM TOMM 2021).
 */
const OPUS: CodecImpairment = {ie: 0, bpl: 16};
/**
 * The Ie,wb of 13 (G.113 appendix IV) is on the wideband scale, which goes up to 129. What remains is more than a
 * narrowband call can have, so Ie is 0 here. Browsers conceal G.722 like G.711, so it gets the same robustness.
 */
const G722: CodecImpairment = {ie: 0, bpl: G711.bpl};

const CODECS: Readonly<Record<string, CodecImpairment>> = {opus: OPUS, pcmu: G711, pcma: G711, g722: G722};

/** Returns the factors of a codec by its name in SDP; an unknown codec gets those of Opus. */
export function impairmentOf(codec: string | null): CodecImpairment {
  return CODECS[codec?.toLowerCase() ?? ''] ?? OPUS;
}

/** R = (Ro - Is) - Idd - Ie,eff (ITU-T G.107 section 7), on the narrowband scale: a perfect telephone call has 93.2. */
export function rateSpeech({delay, loss, codec}: SpeechPath): SpeechRating {
  const idd = delayImpairment(delay);
  const ieEff = lossImpairment(codec, loss * 100);
  const r = Math.max(0, R_DEFAULT - idd - ieEff);
  return {r, mos: mosOf(r), idd, ieEff};
}

/** Idd, section 7.4, for mT = 100 ms and sT = 1. */
function delayImpairment(ta: number): number {
  if (ta <= 100) return 0;
  const x = Math.log2(ta / 100);
  return 25 * ((1 + x ** 6) ** (1 / 6) - 3 * (1 + (x / 3) ** 6) ** (1 / 6) + 2);
}

/** Ie,eff, section 7.5, for random loss (BurstR = 1). */
function lossImpairment({ie, bpl}: CodecImpairment, ppl: number): number {
  return ie + (95 - ie) * (ppl / (ppl + bpl));
}

/** MOS from R, annex B. */
export function mosOf(r: number): number {
  if (r <= 0) return 1;
  if (r >= 100) return 4.5;
  return Math.max(1, 1 + 0.035 * r + r * (r - 60) * (100 - r) * 7e-6);
}
