import {css, html, nothing, type CSSResultGroup, type PropertyValues, type TemplateResult} from 'lit';
import {property} from 'lit/decorators.js';
import {VideoTracks} from './video-tracks.js';
import {warnOnce} from '../controllers/warn-once.js';
import {NO_IDENTITY} from '../core/call/call-state.js';
import '../i18n/en.js';
import {hostStyles} from '../styles/host.styles.js';
import {personIcon} from '../styles/icons.js';
import {initialsOf, partyOf} from './party.js';
import {SipCallDisplayElement} from './sip-call-display-element.js';

/**
 * @summary The video of the far end, or our own. It is always silent, because the phone plays the sound.
 * @tag sip-video
 *
 * @slot placeholder - Replaces the initials of the far end, which are shown while there is no video.
 * @slot overlay - Content over the video.
 * @fires {CustomEvent<{width: number, height: number}>} sip-video-resize - The video has another size, in pixels.
 * @csspart video - The `<video>`.
 * @csspart placeholder - Around the placeholder.
 * @cssprop --sip-video-radius - Corners.
 * @cssprop --sip-video-aspect - The aspect ratio of the element; default 16 / 9.
 * @cssState empty - There is no video.
 * @cssState frozen - There should be a video, but no frames arrive.
 * @cssState mirrored - The video is mirrored: it is our own camera, not our screen.
 * @cssState unlinked - There is neither a call nor a phone.
 */
export class SipVideoElement extends SipCallDisplayElement {
  static override styles: CSSResultGroup = [
    hostStyles,
    css`
      :host {
        display: block;
        position: relative;
        overflow: hidden;
        aspect-ratio: var(--sip-video-aspect, 16 / 9);
        border-radius: var(--sip-video-radius, var(--_radius));
        background: #101215;
        color: #f2f4f7;
      }

      video,
      [part='placeholder'] {
        position: absolute;
        inset: 0;
        inline-size: 100%;
        block-size: 100%;
      }

      video {
        object-fit: contain;
      }

      :host([fit='cover']) video {
        object-fit: cover;
      }

      :host(:state(mirrored)) video {
        transform: scaleX(-1);
      }

      [part='placeholder'] {
        display: grid;
        place-items: center;
        font-size: 1.75rem;
        font-weight: 600;
      }

      [hidden] {
        display: none;
      }
    `,
  ];

  /** Whose video: `remote` (default) or `local`. */
  @property({reflect: true}) side: string | null = null;
  /** How the video fills the element: `contain` (default) or `cover`. */
  @property({reflect: true}) fit: string | null = null;
  /** Shows our own video as others see it, not mirrored. */
  @property({type: Boolean, attribute: 'no-mirror'}) noMirror = false;

  readonly #tracks = new VideoTracks(() => this.requestUpdate());

  get videoWidth(): number {
    return this.#video()?.videoWidth ?? 0;
  }

  get videoHeight(): number {
    return this.#video()?.videoHeight ?? 0;
  }

  protected override updated(changed: PropertyValues<this>): void {
    super.updated(changed);
    const stream = this.#stream();
    this.#attach(stream);
    this.states.set({
      empty: !stream,
      frozen: stream !== null && (this.#tracks.frozen || this.#lost()),
      // A mirrored screen would be unreadable.
      mirrored: this.side === 'local' && !this.noMirror && !this.shownCall?.screen,
      unlinked: !this.callLink.linked,
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    // The browser would go on decoding the invisible video. During a move the element is connected again by now.
    if (!this.isConnected) this.#attach(null);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.requestUpdate();
  }

  protected override render(): TemplateResult {
    const empty = this.#stream() === null;
    const local = this.side === 'local';
    const {name} = partyOf(this.shownCall?.remoteIdentity ?? NO_IDENTITY, this.localize);
    return html`<video
        part="video"
        .muted=${true}
        playsinline
        disablepictureinpicture
        aria-label=${this.localize.term(local ? 'video.local' : 'video.remote')}
        ?hidden=${empty}
        @resize=${this.#resized}
        @ended=${this.#ended}
      ></video>
      ${
        empty
          ? html`<div part="placeholder">
              <slot name="placeholder"
                ><span aria-hidden="true">${(!local && initialsOf(name)) || personIcon}</span></slot
              >
            </div>`
          : nothing
      }
      <slot name="overlay"></slot>`;
  }

  #stream(): MediaStream | null {
    const call = this.shownCall;
    if (!call) return null;
    // A muted camera that was released has no track.
    if (this.side === 'local')
      return (call.video || call.screen) && hasVideo(call.localStream) ? call.localStream : null;
    return call.remoteVideo ? call.remoteStream : null;
  }

  /** Whether the media connection is lost. Tracks notice that late or never. */
  #lost(): boolean {
    return this.side !== 'local' && this.shownCall?.media === 'lost';
  }

  #video(): HTMLVideoElement | null {
    return this.shadowRoot?.querySelector('video') ?? null;
  }

  #attach(stream: MediaStream | null): void {
    const video = this.#video();
    if (!video) return;
    // When another track replaces one, Firefox keeps showing the last frame until the stream is attached again.
    if (this.#tracks.follow(stream)) video.srcObject = stream;
    if (stream && video.paused && !video.ended) this.#play(video);
  }

  #play(video: HTMLVideoElement): void {
    video.play().catch((error: unknown) => {
      // AbortError: another stream, or none, has replaced this one.
      if (error instanceof DOMException && error.name === 'AbortError') return;
      warnOnce(this, `the browser does not play the picture: ${String(error)}`);
    });
  }

  /** Firefox fires only this event when the last track is gone or another track replaces it. */
  readonly #ended = (): void => {
    this.requestUpdate();
  };

  readonly #resized = (): void => {
    const {videoWidth: width, videoHeight: height} = this;
    this.dispatchEvent(new CustomEvent('sip-video-resize', {detail: {width, height}, bubbles: true, composed: true}));
  };
}

function hasVideo(stream: MediaStream | null): boolean {
  return stream !== null && stream.getVideoTracks().length > 0;
}
