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
 * @summary The picture of the far end, or our own. Always silent: the phone itself plays the sound.
 * @tag sip-video
 *
 * @slot placeholder - Shown while there is no picture, instead of the initials of the far end.
 * @slot overlay - Over the picture.
 * @fires {CustomEvent<{width: number, height: number}>} sip-video-resize - The picture has another size, in pixels.
 * @csspart video - The `<video>`.
 * @csspart placeholder - Around what is shown without a picture.
 * @cssprop --sip-video-radius - Corners.
 * @cssprop --sip-video-aspect - The shape of the element, 16 / 9 if not said.
 * @cssState empty - There is no picture.
 * @cssState frozen - There should be a picture, but no frames come.
 * @cssState mirrored - The picture is shown as in a mirror: our own camera, not our screen.
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

  /** Whose picture: `remote` (default) or `local`. */
  @property({reflect: true}) side: string | null = null;
  /** How the picture fills the element: `contain` (default) or `cover`. */
  @property({reflect: true}) fit: string | null = null;
  /** Shows our own picture as others see it. */
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
      // Nobody can read a screen in a mirror.
      mirrored: this.side === 'local' && !this.noMirror && !this.shownCall?.screen,
      unlinked: !this.callLink.linked,
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    // A picture that nobody sees is decoded all the same. During a move the element is connected again by now.
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
    // A camera that was let go while it is muted has no track.
    if (this.side === 'local')
      return (call.video || call.screen) && hasVideo(call.localStream) ? call.localStream : null;
    return call.remoteVideo ? call.remoteStream : null;
  }

  /** The network is gone: tracks find out late or never. */
  #lost(): boolean {
    return this.side !== 'local' && this.shownCall?.media === 'lost';
  }

  #video(): HTMLVideoElement | null {
    return this.shadowRoot?.querySelector('video') ?? null;
  }

  #attach(stream: MediaStream | null): void {
    const video = this.#video();
    if (!video) return;
    // Firefox stays with the last frame of a track that another one has taken the place of, until it is attached anew.
    if (this.#tracks.follow(stream)) video.srcObject = stream;
    if (stream && video.paused && !video.ended) this.#play(video);
  }

  #play(video: HTMLVideoElement): void {
    video.play().catch((error: unknown) => {
      // A newer picture, or none, took the place of this one.
      if (error instanceof DOMException && error.name === 'AbortError') return;
      warnOnce(this, `the browser does not play the picture: ${String(error)}`);
    });
  }

  /** The last track is gone, or there is another one: Firefox says no more about it. */
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
