import {SessionState, type Session} from 'sip.js';

/**
 * Sends what ends a session in its state, before it returns; resolves when the far end has answered. A session that is
 * leaving already needs nothing more.
 */
export function sayGoodbye(session: Session, withdraw: () => Promise<void>): Promise<void> {
  switch (session.state) {
    case SessionState.Initial:
    case SessionState.Establishing:
      return withdraw();
    case SessionState.Established:
      return bye(session);
    case SessionState.Terminating:
    case SessionState.Terminated:
      return Promise.resolve();
  }
}

function bye(session: Session): Promise<void> {
  return new Promise((resolve, reject) => {
    const answered = () => {
      resolve();
    };
    session.bye({requestDelegate: {onAccept: answered, onRedirect: answered, onReject: answered}}).catch(reject);
  });
}
