import {align, nameAsOffered} from './align.js';
import {settledIn, type Settled} from './settled-sections.js';
import type {Context} from './context.js';
import {isRejected, midOf, parseDescription, writeDescription, type Description, type Section} from './description.js';
import {refused} from './faults.js';
import {isMedia} from './formats.js';
import {normalise} from './normalise.js';

/** A section of the session as the far end counts them. */
interface Place {
  readonly media: string;
  /** Which section of the browser's it is; undefined for one that the browser is not told of. */
  readonly index?: number | undefined;
  /** What the far end calls the protocol in the offer that is to be answered. */
  readonly proto?: string;
  /** How we reject a section that the browser is not told of. */
  readonly lines: readonly string[];
}

/** More sections than this are no call. */
const MOST = 64;
const NOWHERE = 'c=IN IP4 0.0.0.0';

/**
 * The media sections of a session. Those that no browser can use, for example a fax, are refused here (RFC 3264 section 6)
 * and keep their place in every later description (RFC 3264 section 8); the browser never sees them.
 */
export class SessionSections {
  readonly #codecs: Context['codecs'];
  /** As both sides agreed. */
  #agreed: readonly Place[] = [];
  /** The same for the present peer connection, which may be another one than what was agreed on came from. */
  #base: readonly Place[] = [];
  /** With the offer that is open. */
  #now: readonly Place[] = [];

  constructor(codecs: Context['codecs']) {
    this.#codecs = codecs;
  }

  /** What the next page has to know: the kind of each section, or the line that refuses it. */
  get saved(): readonly string[] {
    return this.#agreed.map(({media, index, lines: [first = '']}) => (index === undefined ? first : media));
  }

  /** The far end knows these sections already, from an earlier page. */
  expect(saved: readonly string[]): void {
    let next = 0;
    this.#agreed = saved.map((media) =>
      isMedia({media}) ? {media, index: next++, lines: []} : {media: '', lines: [media, NOWHERE]},
    );
  }

  /**
   * There is a new peer connection. Returns the kinds of the sections that its first offer needs; if it answers, the offer
   * says them.
   */
  begin(offering: boolean): readonly ('audio' | 'video')[] {
    const kept = this.#agreed.filter(({index}) => index !== undefined);
    this.#base = offering ? this.#agreed.map((place) => renumbered(place, kept.indexOf(place))) : [];
    this.#now = this.#base;
    return offering ? kept.map(({media}) => (media === 'video' ? media : 'audio')) : [];
  }

  /** Both sides agree. */
  settle(): void {
    this.#agreed = this.#base = this.#now;
  }

  /** The peer connection before has come back. What is open on the same one is counted anew with the next offer. */
  restore(): void {
    this.#base = this.#now = this.#agreed;
  }

  /**
   * Returns an offer of the far end as the browser takes it.
   * @throws Error if there is nothing in it that could be used.
   */
  readOffer(sdp: string, pc: RTCPeerConnection): string {
    const description = parse(sdp);
    const {sections} = description;
    const protos = sections.map(({proto}) => proto);
    const settled = settledIn(pc);
    const known = this.#base.map(({index = -1}) => settled[index]);
    normalise(description, this.#context(known));
    const browser: Section[] = settled.map(({section}) => refused(section, midOf(section)));
    const lost = sections.find(({media, fault}, index) => fault && media === 'audio' && known[index]);
    this.#now = sections.map((section, at) => {
      const place = {media: section.media, proto: protos[at] ?? '', lines: rejection(section, protos[at] ?? '')};
      const index = this.#base[at]?.index;
      const live = !section.fault && !isRejected(section);
      if (index !== undefined && known[at]?.section.media === section.media) {
        if (live) browser[index] = section;
        return {...place, index};
      }
      return live ? {...place, index: browser.push(section) - 1} : place;
    });
    const faults = sections.flatMap(({fault}) => fault || []);
    const used = browser.some((section) => !isRejected(section));
    if (lost || (!used && (faults.length > 0 || settled.length === 0 || sections.length === 0))) throw unusable(faults);
    return writeDescription({session: description.session, sections: browser});
  }

  /**
   * Returns an answer of the far end as the browser takes it.
   * @throws Error if the sound of it cannot be used.
   */
  readAnswer(sdp: string, pc: RTCPeerConnection): string {
    const description = parse(sdp);
    const offered = parseDescription(pc.localDescription?.sdp ?? '').sections;
    const places = this.#now.map(({index = -1}) => offered[index]);
    const found = align(description, places);
    nameAsOffered(
      description,
      found,
      places.map((section) => section && midOf(section)),
    );
    const order = new Map(this.#now.map(({index}, at) => [index, found[at]]));
    description.sections = offered.map((section, index) => {
      const answer = isRejected(section) ? undefined : order.get(index);
      if (answer && !isRejected(answer)) return answer;
      const fault = answer || isRejected(section) ? '' : 'it is missing';
      return {...refused(section, midOf(section)), fault};
    });
    normalise(description, {...this.#context(settledIn(pc)), answer: true, offered});
    const {sections} = description;
    const faults = sections.flatMap(({fault, media}) => (media === 'audio' && fault) || []);
    const heard = sections.some((section) => section.media === 'audio' && !section.fault && !isRejected(section));
    if (faults.length > 0 && !heard) throw unusable(faults);
    description.sections = sections.map((section) => (section.fault ? refused(section, midOf(section)) : section));
    return writeDescription(description);
  }

  /** Returns a description of ours as the far end counts its sections. */
  write(sdp: string, answering: boolean): string {
    const [session = '', ...parts] = sdp.split(/^(?=m=)/m);
    if (!answering) this.#now = [...this.#base, ...this.#added(parts)];
    const texts = this.#now.map(({index, lines, proto}) => {
      if (index === undefined) return lines.map((line) => `${line}\r\n`).join('');
      const part = parts[index] ?? '';
      // RFC 3264 section 6: the answer has the protocol of the offer.
      return answering && proto ? part.replace(/^(m=\S+ \d+) \S+/, `$1 ${proto}`) : part;
    });
    return session + texts.join('');
  }

  /** Sections of our offer that the far end does not know yet. */
  #added(parts: readonly string[]): Place[] {
    const known = new Set(this.#base.map(({index}) => index));
    return parts.flatMap((part, index) => {
      const [section] = parseDescription(part).sections;
      return section && !known.has(index) && !isRejected(section) ? [{media: section.media, index, lines: []}] : [];
    });
  }

  #context(settled: readonly (Settled | undefined)[]): Context {
    return {
      answer: false,
      offered: [],
      before: settled.map((each) => each?.section),
      roles: settled.map((each) => each?.role),
      codecs: this.#codecs,
    };
  }
}

function parse(sdp: string): Description {
  const description = parseDescription(sdp);
  if (description.sections.length > MOST) throw new Error('It has too many media sections.');
  return description;
}

function renumbered(place: Place, index: number): Place {
  return index < 0 ? place : {...place, index};
}

function rejection({media, formats, lines}: Section, proto: string): string[] {
  const mid = midOf({lines});
  const first = `m=${media} 0 ${proto || 'RTP/AVP'} ${formats.join(' ') || '0'}`;
  return [first, NOWHERE, ...(mid === undefined ? [] : [`a=mid:${mid}`])];
}

function unusable(faults: readonly string[]): Error {
  return new Error(faults.length > 0 ? `Nothing in it can be used: ${faults.join(', ')}.` : 'It offers no media.');
}
