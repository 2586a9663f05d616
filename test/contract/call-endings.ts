import {unique} from '../sip/harness/scripted-server.js';
import type {SipMessage} from '../sip/harness/sip-message.js';
import {until} from '../sip/harness/until.js';
import type {Desk, Invitation} from './desk.js';
import {plainAnswer} from './plain-sdp.js';

/** All ways in which a call can end, by name. Each one resolves when the phone reports the end. */
export const CALL_ENDINGS: Readonly<Record<string, (desk: Desk) => Promise<void>>> = {
  async 'they answer, we hang up'(desk) {
    const {call, invite} = await desk.dial();
    desk.server.respond(invite, 180);
    desk.server.respond(invite, 200, {body: plainAnswer(invite.body)});
    await desk.active(call);
    await call.hangup();
    await desk.over(call);
  },
  async 'they answer and hang up'(desk) {
    const {call, invite} = await desk.dial();
    desk.server.respond(invite, 200, {body: plainAnswer(invite.body)});
    await desk.active(call);
    bye(desk, {callId: invite.header('call-id'), from: `${invite.header('to')};tag=peer`, to: invite.header('from')});
    await desk.server.next('200 BYE');
    await desk.over(call);
  },
  async 'media flow, and we hang up'(desk) {
    const {call, invite} = await desk.dial();
    const far = new RTCPeerConnection();
    desk.server.respond(invite, 200, {body: await fullAnswer(far, invite.body)});
    await desk.active(call);
    await until(() => far.connectionState === 'connected', 'the media to connect');
    await call.hangup();
    await desk.over(call);
    far.close();
  },
  async 'we give up while it rings'(desk) {
    const {call, invite} = await desk.dial();
    desk.server.respond(invite, 180);
    await until(() => call.state === 'trying', 'the call to ring');
    await call.hangup();
    await desk.over(call);
  },
  async 'we give up at once'(desk) {
    const call = desk.phone.dial('sip:bob@example.com');
    await call.hangup();
    await desk.over(call);
  },
  async 'they are busy'(desk) {
    const {call, invite} = await desk.dial();
    desk.server.respond(invite, 486);
    await desk.over(call);
  },
  async 'the server fails'(desk) {
    const {call, invite} = await desk.dial();
    desk.server.respond(invite, 503);
    await desk.over(call);
  },
  async 'the answer makes no sense'(desk) {
    const {call, invite} = await desk.dial();
    desk.server.respond(invite, 200, {body: 'v=0\r\nnonsense\r\n'});
    await desk.over(call);
  },
  async 'the microphone is refused'(desk) {
    desk.refuseMicrophone = true;
    const call = desk.phone.dial('sip:bob@example.com');
    await desk.over(call);
    desk.refuseMicrophone = false;
  },
  async 'we answer and hang up'(desk) {
    const {call} = await answered(desk);
    await call.hangup();
    await desk.over(call);
  },
  async 'we answer, they hang up'(desk) {
    const {call, ok, ...invitation} = await answered(desk);
    bye(desk, {...invitation, to: ok.header('to')});
    await desk.server.next('200 BYE');
    await desk.over(call);
  },
  async 'they give up'(desk) {
    const {call, callId, from, branch} = await desk.ring();
    desk.server.request('CANCEL', {callId, from, branch, to: '<sip:alice@example.com>', cseq: 1});
    await desk.server.next('487 INVITE');
    await desk.over(call);
  },
  async 'we reject'(desk) {
    const {call} = await desk.ring();
    await call.reject();
    await desk.server.next('486 INVITE');
    await desk.over(call);
  },
};

async function answered(desk: Desk): Promise<Invitation & {ok: SipMessage}> {
  const invitation = await desk.ring();
  const {call, callId, from} = invitation;
  await call.answer();
  const ok = await desk.server.next('200 INVITE');
  desk.server.request('ACK', {callId, from, to: ok.header('to'), cseq: 1});
  await desk.active(call);
  return {...invitation, ok};
}

function bye(desk: Desk, {callId, from, to}: {callId: string; from: string; to: string}): void {
  desk.server.request('BYE', {callId, from, to, cseq: 2, branch: unique('z9hG4bK')});
}

/** Returns a complete answer, with which media flow. */
async function fullAnswer(far: RTCPeerConnection, offer: string): Promise<string> {
  await far.setRemoteDescription({type: 'offer', sdp: offer});
  await far.setLocalDescription(await far.createAnswer());
  await until(() => far.iceGatheringState === 'complete', 'candidates of the far end');
  return far.localDescription!.sdp;
}
