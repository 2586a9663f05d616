import type {Call} from '../../src/core/call/call.js';
import {isEnded} from '../../src/core/call/call-machine.js';
import type {SipPhoneElement} from '../../src/elements/sip-phone.js';
import type {SipMessage} from '../sip/harness/sip-message.js';
import {ScriptedServer, unique} from '../sip/harness/scripted-server.js';
import {until} from '../sip/harness/until.js';
import {PLAIN_OFFER} from './plain-sdp.js';

/** An INVITE of the far end, and the parts that its further requests in this call need. */
export interface Invitation {
  readonly call: Call;
  readonly callId: string;
  readonly from: string;
  readonly branch: string;
}

/** A `<sip-phone>` with its own face, the real engine and the real devices, connected to a server of its own. */
export class Desk {
  readonly server = new ScriptedServer();
  readonly url = `ws://${unique('desk')}.test`;
  readonly phone: SipPhoneElement;
  /** Whether the person refuses the next request for the microphone. */
  refuseMicrophone = false;

  /** @param opened - Called with each stream of the microphone. */
  constructor(opened: (stream: MediaStream) => void) {
    this.server.auto = (message) => this.#auto(message);
    this.phone = document.createElement('sip-phone');
    this.phone.server = this.url;
    this.phone.uri = 'sip:alice@example.com';
    this.phone.noSounds = true;
    this.phone.getUserMedia = async (constraints) => {
      if (this.refuseMicrophone) throw new DOMException('No.', 'NotAllowedError');
      const stream = await navigator.mediaDevices.getUserMedia(constraints);
      opened(stream);
      return stream;
    };
  }

  async open(parent: Element): Promise<void> {
    parent.append(this.phone);
    await until(() => this.phone.status === 'registered', 'the phone to register');
  }

  /** Calls somebody; resolves when the INVITE has arrived at the server. */
  async dial(): Promise<{call: Call; invite: SipMessage}> {
    const call = this.phone.dial('sip:bob@example.com');
    return {call, invite: await this.server.next('INVITE')};
  }

  /** The far end calls; resolves when the phone rings. */
  async ring(): Promise<Invitation> {
    const invitation = {callId: unique('call'), from: '<sip:bob@example.com>;tag=peer', branch: unique('z9hG4bK')};
    this.server.request('INVITE', {...invitation, to: '<sip:alice@example.com>', cseq: 1, body: PLAIN_OFFER});
    await this.server.next('180 INVITE');
    const ringing = () => this.phone.calls.find(({state}) => state === 'ringing');
    await until(() => ringing() !== undefined, 'the phone to ring');
    return {...invitation, call: ringing()!};
  }

  async active(call: Call): Promise<void> {
    await until(() => call.state === 'active', `the call to be active, which is ${call.state}`);
  }

  async over(call: Call): Promise<void> {
    await until(() => isEnded(call.state), `the call to end, which is ${call.state}`);
  }

  #auto(message: SipMessage): boolean {
    if (message.status) return false;
    if (message.method === 'REGISTER') {
      const contact = message.header('contact');
      this.server.respond(message, 200, {contact: null, headers: [`Contact: ${contact};expires=600`]});
    } else if (message.method === 'BYE' || message.method === 'OPTIONS') {
      this.server.respond(message, 200);
    } else if (message.method === 'CANCEL') {
      this.server.respond(message, 200);
      const via = message.header('via');
      const invite = this.server.log.find((other) => other.summary === 'INVITE' && other.header('via') === via);
      if (invite) this.server.respond(invite, 487);
    } else if (message.method !== 'ACK') {
      return false;
    }
    return true;
  }
}
