import type {CallLine} from './call-line.js';
import {LatestWish} from './latest-wish.js';

/** Changes of a call that need the consent of the far end (re-INVITE): hold, camera, screen, ICE restart. */
export class CallRenegotiation {
  readonly #line: CallLine;
  readonly #hold: LatestWish<boolean>;

  constructor(line: CallLine) {
    this.#line = line;
    this.#hold = new LatestWish(
      async (held) => {
        if (!held) await line.host.takeFocus(line);
        await line.session?.setHeld(held);
        line.model.setLocalHold(held);
      },
      (held) => line.model.state.held.local === held,
    );
  }

  async setHeld(held: boolean): Promise<void> {
    const {model} = this.#line;
    this.#line.inConversation('Only a call in conversation can be held.');
    if (model.state.held.local === held && !model.isPending('hold')) return;
    await model.during('hold', () => this.#hold.wish(held));
  }

  async setVideo(video: boolean): Promise<void> {
    const {model} = this.#line;
    const session = this.#line.inConversation('The camera can be switched once the call is answered.');
    if (model.state.video === video && !model.isPending('video')) return;
    await model.during('video', () => session.setVideo(video));
  }

  async setScreen(screen: boolean): Promise<void> {
    const {model} = this.#line;
    const session = this.#line.inConversation('A screen can be shared once the call is answered.');
    if (model.state.screen === screen && !model.isPending('screen')) return;
    await model.during('screen', () => session.shareScreen(screen));
  }

  async restart(): Promise<void> {
    await this.#line.inConversation('Only a call in conversation has media that can be restarted.').restartMedia();
  }
}
