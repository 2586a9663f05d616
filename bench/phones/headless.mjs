/** The smallest phone on sip-elements without elements; here for its size alone. */
import {createPhone} from '../../dist/create-phone.js';

const {server, uri, target, username, password, iceServers} = globalThis.account;

const phone = createPhone({server, uri, iceServers, credentials: {username, password}});
const on = (id, action) => document.querySelector(id).addEventListener('click', action);
on('#call', () => phone.dial(target));
on('#answer', () => void phone.activeCall?.answer());
on('#hangup', () => void phone.activeCall?.hangup());

await phone.start();
