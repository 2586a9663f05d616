/** The last descriptions that both sides agreed on, as they were on the wire. */
export class SettledDescriptions {
  #made = '';
  #local = '';
  #remote = '';
  /** As browsers write it: who, and the number of the session. */
  #origin = '';
  #version = 0;
  /** What the versions of the present peer connection begin from. */
  #before = {origin: '', versions: 0};

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
    this.#made = sdp.replace(/^(o=\S+ \S+) (\d+)/m, (_, origin: string, version: string) =>
      this.#continue(origin, Number(version)),
    );
    return this.#made;
  }

  /** It stays one session with growing versions when another peer connection goes on with it (RFC 3264 section 8). */
  #continue(origin: string, version: number): string {
    this.#origin ||= origin;
    if (origin !== this.#before.origin) {
      this.#before = {origin, versions: this.#before.origin ? this.#version + 1 - version : 0};
    }
    this.#version = version + this.#before.versions;
    return `${this.#origin} ${String(this.#version)}`;
  }

  settle(remote: string): void {
    this.#local = this.#made;
    this.#remote = remote;
  }
}
