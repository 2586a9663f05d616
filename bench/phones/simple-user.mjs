/** The smallest phone on SIP.js's SimpleUser. Loses no time: what is not needed for a call is not here. */
import {SimpleUser} from 'sip.js/lib/platform/web/simple-user/simple-user.js';

const {server, uri, target, username, password, iceServers} = globalThis.account;

const phone = new SimpleUser(server, {
  aor: uri,
  media: {constraints: {audio: true, video: false}, remote: {audio: document.querySelector('audio')}},
  // As good as it gets: the default is three tries, four seconds apart, and then silence.
  reconnectionAttempts: 1000,
  reconnectionDelay: 1,
  userAgentOptions: {
    authorizationUsername: username,
    authorizationPassword: password,
    logLevel: 'error',
    // The default is a STUN server of Google's.
    sessionDescriptionHandlerFactoryOptions: {peerConnectionConfiguration: {iceServers}},
  },
  // Without it every incoming call is refused.
  delegate: {onCallReceived() {}},
});

const on = (id, action) => document.querySelector(id).addEventListener('click', action);
on('#call', () => void phone.call(target));
on('#answer', () => void phone.answer());
on('#hangup', () => void phone.hangup());

await phone.connect();
await phone.register();
