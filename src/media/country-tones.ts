import type {Tone} from '../core/media-port.js';
import {TONES, type ToneShape} from './tone-table.js';

/**
 * Ringback, busy and congestion tones, separated by `/`; an empty one is that of `TONES`. A tone is its frequencies in
 * hertz, joined by `+`, then `*` and the beats a second of its loudness if it has any, then the seconds of sound and
 * silence in turn.
 * @see ITU-T E.180 supplement 2, "Various tones used in national networks"
 */
const NORTH_AMERICA = '440+480 2 4/480+620 .5 .5/480+620 .25 .25';
const BRITAIN = '400+450 .4 .2 .4 2/400 .375 .375/400 .4 .35 .225 .525';
const NORTH = '/425 .3 .3/425 .2 .2';
const SHORT = '//425 .2 .2';

const COUNTRIES: Readonly<Record<string, string>> = {
  AE: BRITAIN,
  AR: '425 1 4.5//425 .2 .3',
  AT: '420 1 5/420 .4 .4/420 .2 .2',
  AU: '413+438 .4 .2 .4 2/425 .375 .375/425 .375 .375',
  BE: '425 1 3//425 .167 .167',
  BR: '/425 .25 .25/425 .25 .25 .75 .25',
  CA: NORTH_AMERICA,
  CH: SHORT,
  CL: '400 1 3/400 .5 .5/400 .2 .2',
  CN: '450 1 4/450 .35 .35/450 .7 .7',
  CZ: '/425 .33 .33/425 .165 .165',
  DE: '/425 .48 .48/425 .24 .24',
  DK: SHORT,
  EE: NORTH,
  ES: '425 1.5 3/425 .2 .2/425 .2 .2 .2 .2 .2 .6',
  FI: NORTH,
  FR: '440 1.5 3.5/440 .5 .5/440 .25 .25',
  GB: BRITAIN,
  GR: NORTH,
  HK: '440+480 .4 .2 .4 3/480+620 .5 .5/480+620 .25 .25',
  HU: '425 1.25 3.75/425 .3 .3/425 .3 .3',
  IE: '400+450 .4 .2 .4 2//425 .5 .5',
  IL: '400 1 3/400 .5 .5/400 .25 .25',
  IN: '400*25 .4 .2 .4 2/400 .75 .75/400 .25 .25',
  IT: SHORT,
  JP: '400*16 1 2/400 .5 .5/400 .5 .5',
  KR: '440+480 1 2/480+620 .5 .5/480+620 .3 .2',
  LT: '/425 .35 .35/425 .2 .2',
  MX: '/425 .25 .25/',
  MY: '425 .4 .2 .4 2//425 .5 .5',
  NO: SHORT,
  NZ: '400+450 .4 .2 .4 2/400 .5 .5/400 .25 .25',
  PH: '425+480 1 4/480+620 .5 .5/480+620 .25 .25',
  PL: '//425 .5 .5',
  PT: '425 1 5//425 .2 .2',
  RU: '/425 .35 .35/425 .175 .175',
  SE: '425 1 5/425 .25 .25/425 .25 .75',
  SG: '425*24 .4 .2 .4 2/425 .75 .75/',
  TH: '420 1 5/400 .5 .5/400 .3 .3',
  TR: '450 2 4/450 .5 .5/450 .2 .2 .2 .2 .2 .2 .6 .2',
  TW: '440+480 1 2/480+620 .5 .5/480+620 .25 .25',
  UK: BRITAIN, // Not a code of ISO 3166, but in common use.
  US: NORTH_AMERICA,
  ZA: '400*33 .4 .2 .4 2/400 .5 .5/400 .25 .25',
};

const NATIONAL: readonly Tone[] = ['ringback', 'busy', 'congestion'];

/** Returns a tone as it sounds in a country (ISO 3166 alpha-2). An unknown country gets the tone of most of Europe. */
export function toneOf(tone: Tone, country = ''): ToneShape {
  const code = country.trim().toUpperCase();
  const texts = Object.hasOwn(COUNTRIES, code) ? COUNTRIES[code]?.split('/') : undefined;
  const text = texts?.[NATIONAL.indexOf(tone)];
  return text ? parse(text, TONES[tone].level) : TONES[tone];
}

function parse(text: string, level: number): ToneShape {
  const [pitch = '', ...cadence] = text.split(' ');
  const [carriers = '', tremolo = '0'] = pitch.split('*');
  const frequencies = carriers.split('+').map(Number);
  // Several frequencies together are as loud as one alone.
  return {
    frequencies,
    cadence: cadence.map(Number),
    level: level / Math.sqrt(frequencies.length),
    tremolo: Number(tremolo),
  };
}
