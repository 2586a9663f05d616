/** The last descriptions that both sides agreed on, as they were sent and received. */
export class SettledDescriptions {
  #made = '';
  #local = '';
  #remote = '';
  /** The first two fields of the `o=` line: the user name and the session number. */
  #origin = '';
  #version = 0;
  /** The origin that the present peer connection writes, and what to add to its version numbers. */
  #before = {origin: '', versions: 0};

  get remote(): string {
    return this.#remote;
  }

  /**
   * Our last description as an offer that changes nothing: the same version means the same description (RFC 3264
   * section 8). Only the DTLS role is open again, as offers need it (RFC 8842 section 5.2).
   */
  get offer(): string {
    return this.#local.replace(/^a=setup:(?:active|passive)/gm, 'a=setup:actpass');
  }

  /** Notes a description that we made; the far end may still refuse it. Returns it with the origin of the session. */
  made(sdp: string): string {
    this.#made = sdp.replace(/^(o=\S+ \S+) (\d+)/m, (_, origin: string, version: string) =>
      this.#continue(origin, Number(version)),
    );
    return this.#made;
  }

  /**
   * The session number stays and the version grows even when another peer connection continues (RFC 3264 section 8).
   */
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
