/** The last descriptions that both sides agreed on, as they were on the wire. */
export class SettledDescriptions {
  #made = '';
  #local = '';
  #remote = '';

  get remote(): string {
    return this.#remote;
  }

  /**
   * What we said, as an offer that changes nothing (RFC 3264 section 8: the same version means the same description).
   * Only the DTLS role is open again, as it has to be in offers (RFC 8842 section 5.2).
   */
  get offer(): string {
    return this.#local.replace(/^a=setup:(?:active|passive)/gm, 'a=setup:actpass');
  }

  /** Ours has been made; whether it comes to hold is not known yet. */
  made(sdp: string): string {
    this.#made = sdp;
    return sdp;
  }

  settle(remote: string): void {
    this.#local = this.#made;
    this.#remote = remote;
  }
}
