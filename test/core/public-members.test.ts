import {expect} from '@open-wc/testing';
import type {Call} from '../../src/core/call/call.js';
import type {Phone} from '../../src/core/phone/phone.js';
import {bench, settle} from './setup.js';

type Own<T> = Exclude<keyof T, keyof EventTarget>;

/**
 * The members of a call that a page can use. A new name is a decision, and needs a word in the documentation. The
 * compiler compares the list with the types, the test with the running object.
 */
const CALL: Readonly<Record<Own<Call>, true>> = {
  on: true,
  data: true,
  store: true,
  snapshot: true,
  id: true,
  direction: true,
  state: true,
  prevState: true,
  status: true,
  remoteIdentity: true,
  localIdentity: true,
  customHeaders: true,
  startTime: true,
  endTime: true,
  duration: true,
  end: true,
  localStream: true,
  remoteStream: true,
  quality: true,
  isMuted: true,
  isOnHold: true,
  phone: true,
  method: true,
  invite: true,
  session: true,
  connect: true,
  answer: true,
  progress: true,
  reply: true,
  reject: true,
  redirect: true,
  hangup: true,
  dismiss: true,
  mute: true,
  unmute: true,
  toggleMute: true,
  setMuted: true,
  deafen: true,
  undeafen: true,
  setDeaf: true,
  setVolume: true,
  hold: true,
  unhold: true,
  toggleHold: true,
  setHeld: true,
  setVideo: true,
  setScreen: true,
  restartMedia: true,
  setMicrophone: true,
  setCamera: true,
  setSpeaker: true,
  sendDigits: true,
  sendMessage: true,
  request: true,
  startRecording: true,
  stopRecording: true,
  setRecording: true,
  transfer: true,
  takeBack: true,
  grantConsent: true,
};

const PHONE: Readonly<Record<Own<Phone>, true>> = {
  on: true,
  store: true,
  snapshot: true,
  calls: true,
  activeCall: true,
  call: true,
  start: true,
  stop: true,
  configure: true,
  destroy: true,
  leave: true,
  dial: true,
  createCall: true,
  prewarm: true,
  select: true,
  swap: true,
  merge: true,
  split: true,
  ping: true,
  sendMessage: true,
  report: true,
  setMicrophone: true,
  setCamera: true,
  setSpeaker: true,
  setRinger: true,
  chooseDevice: true,
  listDevices: true,
  setVolume: true,
  media: true,
  playKey: true,
  unblockAudio: true,
};

const SECRET = 'correct horse battery staple';

/** Returns the members that script sees, without those of `EventTarget` and of every object. */
function members(object: object): string[] {
  const names = new Set<string>();
  for (let level = object; level !== EventTarget.prototype; level = Object.getPrototypeOf(level) as object) {
    for (const name of Reflect.ownKeys(level)) names.add(String(name));
  }
  names.delete('constructor');
  return [...names];
}

/** Returns the paths to everything that script can reach from an object without calling a function. */
function reachable(root: object): Map<unknown, string> {
  const found = new Map<unknown, string>([[root, 'it']]);
  for (const [value, path] of found) {
    if ((typeof value !== 'object' && typeof value !== 'function') || value === null) continue;
    for (let level: object | null = value; level; level = Object.getPrototypeOf(level) as object | null) {
      if (level === Object.prototype || level === Function.prototype) break;
      for (const key of Reflect.ownKeys(level)) note(found, `${path}.${String(key)}`, read(value, key));
    }
    if (value instanceof Map || value instanceof Set) {
      for (const entry of value) note(found, `${path}[]`, entry);
    }
  }
  return found;
}

function note(found: Map<unknown, string>, path: string, value: unknown): void {
  if (!found.has(value)) found.set(value, path);
}

/** Returns undefined if a getter needs another object, like those of a prototype. */
function read(object: object, key: string | symbol): unknown {
  try {
    return Reflect.get(object, key) as unknown;
  } catch {
    return undefined;
  }
}

/** A phone in conversation. Its secrets are a password, a TURN credential and the function that is asked for more. */
async function talking() {
  const iceServers = () => [{urls: 'turn:turn.example.com', username: 'u', credential: SECRET}];
  const table = bench({credentials: {username: '1001', password: SECRET}, iceServers});
  await table.phone.start();
  const call = table.phone.dial('1002');
  await settle();
  table.engine.last.answer();
  await settle();
  return {...table, call, iceServers};
}

describe('what a page can reach', () => {
  it('of a call is the list', async () => {
    const {call} = await talking();
    expect(members(call)).to.have.members(Object.keys(CALL));
  });

  it('of a phone is the list', async () => {
    const {phone} = await talking();
    expect(members(phone)).to.have.members(Object.keys(PHONE));
  });

  it('are no secrets, and no way to them', async () => {
    const {phone, call, iceServers} = await talking();
    for (const [name, object] of Object.entries({phone, call})) {
      const found = reachable(object);
      // This shows that the search looked inside both objects.
      expect(found.get(call.snapshot.remoteIdentity.uri), name).to.be.a('string');
      expect(found.get(phone), name).to.be.a('string');
      const told = [...found].filter(([value]) => typeof value === 'string' && value.includes(SECRET));
      expect(told, name).to.deep.equal([]);
      expect(found.get(iceServers), name).to.equal(undefined);
    }
  });

  it('does not write the state', async () => {
    const {phone, call} = await talking();
    for (const {store} of [phone, call]) expect(Reflect.ownKeys(store)).to.have.members(['state', 'subscribe']);
    expect(Object.isFrozen(phone.snapshot)).to.equal(true);
    expect(Object.isFrozen(call.snapshot)).to.equal(true);
  });
});
