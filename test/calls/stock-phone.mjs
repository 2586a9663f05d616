/** A bare phone on SIP.js without our code: with it the tests tell a broken server from a broken phone. */
import {Inviter, Registerer, SessionState, UserAgent} from 'sip.js';

const calls = [];

/** Resolves when the session reaches that state; rejects when it ends instead. */
function reaches(session, wanted) {
  return new Promise((resolve, reject) => {
    const look = (state) => {
      if (state === wanted) resolve();
      else if (state === SessionState.Terminated) reject(new Error('the call ended'));
    };
    session.stateChange.addListener(look);
    look(session.state);
  });
}

/** The browser measures the energy of remote audio only while it plays. */
function play(session) {
  const audio = new Audio();
  audio.srcObject = session.sessionDescriptionHandler.remoteMediaStream;
  document.body.append(audio);
  return audio.play();
}

globalThis.stock = {
  async start({server, uri, username, password, rtc = {}}) {
    const agent = new UserAgent({
      uri: UserAgent.makeURI(uri),
      transportOptions: {server},
      authorizationUsername: username,
      authorizationPassword: password,
      logLevel: 'warn',
      sessionDescriptionHandlerFactoryOptions: {iceGatheringTimeout: 500, peerConnectionConfiguration: rtc},
      delegate: {
        async onInvite(invitation) {
          calls.push(invitation);
          await invitation.accept({sessionDescriptionHandlerOptions: {constraints: {audio: true, video: true}}});
          await play(invitation);
        },
      },
    });
    await agent.start();
    this.agent = agent;
  },

  register() {
    return new Promise((resolve, reject) => {
      const requestDelegate = {
        onAccept: () => resolve('registered'),
        onReject: ({message}) => reject(new Error(`${message.statusCode}`)),
      };
      new Registerer(this.agent).register({requestDelegate}).catch(reject);
    });
  },

  /** Calls, and resolves when answered. */
  async call(target, {video = false} = {}) {
    const inviter = new Inviter(this.agent, UserAgent.makeURI(target), {
      sessionDescriptionHandlerOptions: {constraints: {audio: true, video}},
    });
    calls.push(inviter);
    await inviter.invite();
    await reaches(inviter, SessionState.Established);
    await play(inviter);
  },

  /** The status code of the final response to a call. */
  result(target) {
    return new Promise((resolve, reject) => {
      const answered = ({message}) => resolve(message.statusCode);
      const inviter = new Inviter(this.agent, UserAgent.makeURI(target));
      inviter.invite({requestDelegate: {onAccept: answered, onReject: answered}}).catch(reject);
    });
  },

  hangup() {
    return calls.at(-1).bye();
  },

  get callState() {
    return calls.at(-1)?.state;
  },
};
