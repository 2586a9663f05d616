import {SessionState, type Session} from 'sip.js';

/**
 * Sends what ends a session in its state, before it returns; resolves when the far end has answered. A session that is
 * leaving already needs nothing more.
 */
export function sayGoodbye(session: Session, withdraw: () => Promise<void>, lines: string[]): Promise<void> {
  switch (session.state) {
    case SessionState.Initial:
    case SessionState.Establishing:
      return withdraw();
    case SessionState.Established:
      return bye(session, lines);
    case SessionState.Terminating:
    case SessionState.Terminated:
      return Promise.resolve();
  }
}

function bye(session: Session, extraHeaders: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const answered = () => resolve();
    const requestDelegate = {onAccept: answered, onRedirect: answered, onReject: answered};
    session.bye({requestDelegate, requestOptions: {extraHeaders}}).catch(reject);
  });
}
