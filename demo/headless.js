import {createPhone} from '/cdn/headless.js';
import {substituteMedia} from './substitute-media.js';

const {server, domain, users} = await (await fetch('/config.json')).json();
const [caller, callee] = users;

function startPhone(user) {
  const options = {
    server,
    uri: `sip:${user}@${domain}`,
    // Called when the server wants a password, so that the page contains no secret.
    credentials: async () => (await fetch(`/sip-credentials?user=${encodeURIComponent(user)}`)).json(),
    video: true,
  };
  substituteMedia(options, () => {});
  const phone = createPhone(options);
  phone.start().catch(() => {}); // The status shows the error, and the phone tries again.
  return phone;
}

function bind(section, phone) {
  const part = (name) => section.querySelector(`[name="${name}"]`);
  const show = () => {
    const call = phone.calls.at(-1);
    const state = call?.snapshot;
    part('status').value = phone.snapshot.status;
    part('call').value = state ? `${state.state}${state.end ? `, ${state.end.cause}` : ''}` : 'none';
    const talking = state?.state === 'active' || state?.state === 'held';
    const over = !state || Boolean(state.end);
    part('hangup').disabled = over;
    part('mute').disabled = !talking;
    part('mute').textContent = state?.muted.audio ? 'Unmute' : 'Mute';
    if (part('answer')) part('answer').disabled = call?.status !== 'ringing';
    if (part('dial')) part('dial').disabled = !over;
    const video = section.querySelector('video');
    if (video.srcObject !== (state?.remoteStream ?? null)) video.srcObject = state?.remoteStream ?? null;
  };
  phone.store.subscribe(show);
  show();

  const on = (name, act) => part(name)?.addEventListener('click', act);
  on('dial', () => phone.dial(callee));
  on('answer', () => void phone.activeCall?.answer({video: true}));
  on('hangup', () => void phone.activeCall?.hangup());
  on('mute', () => {
    const call = phone.activeCall;
    call?.setMuted('audio', !call.snapshot.muted.audio);
  });
}

bind(document.querySelector('#caller'), startPhone(caller));
bind(document.querySelector('#callee'), startPhone(callee));
