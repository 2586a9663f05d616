import type {PhoneConfig} from '../../core/config/phone-config.js';
import {HELPERS} from '../sdp/faults.js';
import {kindOf} from './transceivers.js';

/**
 * Offers and accepts only the configured codecs, in their order (RFC 8829 section 4.2.6). Formats that are no codecs
 * themselves always stay.
 */
export class CodecPreferences {
  readonly #config: Pick<PhoneConfig, 'codecs' | 'logger'>;
  readonly #names: readonly string[];
  readonly #done = new WeakSet<RTCRtpTransceiver>();
  #checked = false;

  constructor(config: Pick<PhoneConfig, 'codecs' | 'logger'>) {
    this.#config = config;
    this.#names = config.codecs.map((name) => name.toLowerCase());
  }

  apply(transceivers: readonly RTCRtpTransceiver[]): void {
    if (this.#names.length === 0) return;
    this.#check();
    for (const transceiver of transceivers) {
      // Old browsers cannot choose codecs; they use all that they have.
      if (this.#done.has(transceiver) || !('setCodecPreferences' in transceiver)) continue;
      this.#done.add(transceiver);
      const all = capabilities(kindOf(transceiver));
      const listed = this.#names.flatMap((name) => all.filter((codec) => nameOf(codec) === name));
      if (listed.length > 0) transceiver.setCodecPreferences([...listed, ...this.#helpers(all, listed)]);
    }
  }

  /** What can be spoken and seen, as `opus/48000`; undefined if this browser does not say which codecs it has. */
  readonly usable = (kind: 'audio' | 'video'): ReadonlySet<string> | undefined => {
    const all = capabilities(kind).filter((codec) => !HELPERS.has(nameOf(codec)));
    const listed = all.filter((codec) => this.#names.includes(nameOf(codec)));
    const codecs = listed.length > 0 ? listed : all;
    return codecs.length > 0
      ? new Set(codecs.map((codec) => `${nameOf(codec)}/${String(codec.clockRate)}`))
      : undefined;
  };

  #helpers(all: readonly RTCRtpCodec[], listed: readonly RTCRtpCodec[]): RTCRtpCodec[] {
    return all.filter((codec) => {
      const name = nameOf(codec);
      // `audio/red` carries Opus, so it would bring Opus back in.
      if (codec.mimeType.toLowerCase() === 'audio/red' && !this.#names.includes('opus')) return false;
      return HELPERS.has(name) && !listed.includes(codec);
    });
  }

  /** Logs once which configured codecs the browser does not have. */
  #check(): void {
    if (this.#checked) return;
    this.#checked = true;
    const known = new Set([...capabilities('audio'), ...capabilities('video')].map(nameOf));
    const unknown = this.#names.filter((name) => !known.has(name));
    if (unknown.length === 0) return;
    const rest = unknown.length === this.#names.length ? ' None is left: the browser chooses.' : '';
    const have = [...known].filter((name) => !HELPERS.has(name)).join(' ');
    this.#config.logger.warn(`This browser has no codec ${unknown.join(', ')}; it has ${have}.${rest}`);
  }
}

function capabilities(kind: 'audio' | 'video'): readonly RTCRtpCodec[] {
  return RTCRtpReceiver.getCapabilities(kind)?.codecs ?? [];
}

function nameOf({mimeType}: RTCRtpCodec): string {
  return mimeType.replace(/^.*\//, '').toLowerCase();
}
