/** The media of the other telephone: a second peer connection in this page. */
export class FarEnd {
  readonly pc: RTCPeerConnection;
  readonly #context = new AudioContext();

  constructor() {
    this.pc = new RTCPeerConnection();
    this.pc.addTrack(this.tone(), new MediaStream());
  }

  /** Answers an offer. `prepare` may change directions or add tracks first. */
  async answer(offer: string, prepare: () => void | Promise<void> = () => undefined): Promise<string> {
    await this.pc.setRemoteDescription({type: 'offer', sdp: offer});
    await prepare();
    await this.pc.setLocalDescription(await this.pc.createAnswer());
    return this.#gathered();
  }

  /**
   * Returns the answer of a phone whose media never arrive: it does not learn our candidates. Without this, two far
   * ends in one page would both connect to our peer connection, and the first DTLS handshake would win.
   */
  async answerUnreached(offer: string): Promise<string> {
    const answer = await this.answer(offer.replace(/^a=(?:candidate:.*|end-of-candidates)\r\n/gm, ''));
    this.pc.close();
    return answer;
  }

  async offer(prepare: () => void | Promise<void> = () => undefined): Promise<string> {
    await prepare();
    await this.pc.setLocalDescription(await this.pc.createOffer());
    return this.#gathered();
  }

  async take(answer: string): Promise<void> {
    await this.pc.setRemoteDescription({type: 'answer', sdp: answer});
  }

  transceiver(kind: 'audio' | 'video'): RTCRtpTransceiver | undefined {
    return this.pc
      .getTransceivers()
      .find(({receiver, direction}) => receiver.track.kind === kind && direction !== 'stopped');
  }

  /** Starts sending a picture, on the existing video section if there is one. */
  async addVideo(): Promise<void> {
    const track = this.picture();
    const transceiver = this.transceiver('video');
    if (!transceiver) {
      this.pc.addTransceiver(track, {direction: 'sendrecv'});
      return;
    }
    await transceiver.sender.replaceTrack(track);
    transceiver.direction = 'sendrecv';
  }

  setDirection(kind: 'audio' | 'video', direction: RTCRtpTransceiverDirection): void {
    const transceiver = this.transceiver(kind);
    if (transceiver) transceiver.direction = direction;
  }

  tone(): MediaStreamTrack {
    const oscillator = this.#context.createOscillator();
    const destination = this.#context.createMediaStreamDestination();
    oscillator.connect(destination);
    oscillator.start();
    return destination.stream.getAudioTracks()[0]!;
  }

  picture(): MediaStreamTrack {
    const canvas = document.createElement('canvas');
    canvas.getContext('2d')?.fillRect(0, 0, canvas.width, canvas.height);
    return canvas.captureStream(5).getVideoTracks()[0]!;
  }

  close(): void {
    this.pc.close();
    void this.#context.close();
  }

  #gathered(): Promise<string> {
    const {pc} = this;
    if (pc.iceGatheringState === 'complete') return Promise.resolve(pc.localDescription!.sdp);
    return new Promise((resolve) => {
      pc.addEventListener('icegatheringstatechange', () => {
        if (pc.iceGatheringState === 'complete') resolve(pc.localDescription!.sdp);
      });
    });
  }
}

/** `audio:sendrecv video:inactive`: the directions of a description, in order. */
export function directions(sdp: string): string {
  return sdp
    .split(/^m=/m)
    .slice(1)
    .map((section) => {
      const rejected = /^\w+ 0 /.test(section) && !section.includes('a=bundle-only');
      const direction = /^a=(sendrecv|sendonly|recvonly|inactive)\s*$/m.exec(section)?.[1] ?? 'sendrecv';
      return `${section.split(' ')[0] ?? ''}:${rejected ? 'rejected' : direction}`;
    })
    .join(' ');
}
