/** The smallest phone on JsSIP. */
import JsSIP from 'jssip';

const {server, uri, target, username, password, iceServers} = globalThis.account;

const phone = new JsSIP.UA({
  sockets: [new JsSIP.WebSocketInterface(server)],
  uri,
  authorization_user: username,
  password,
  // As good as it gets: the default begins at 2 seconds and goes up to 30.
  connection_recovery_min_interval: 1,
  connection_recovery_max_interval: 1,
});
const options = {mediaConstraints: {audio: true, video: false}, pcConfig: {iceServers}};
let session;

function play(connection) {
  connection.addEventListener('track', ({streams: [stream]}) => {
    const audio = document.querySelector('audio');
    audio.srcObject = stream;
    void audio.play();
  });
}

phone.on('newRTCSession', (event) => {
  session = event.session;
  if (session.connection) play(session.connection);
  else session.on('peerconnection', ({peerconnection}) => play(peerconnection));
});

const on = (id, action) => document.querySelector(id).addEventListener('click', action);
on('#call', () => phone.call(target, options));
on('#answer', () => session.answer(options));
on('#hangup', () => session.terminate());

phone.start();
