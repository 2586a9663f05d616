import type {CallLine} from './call-line.js';
import {endFromError} from './end-from-error.js';
import {SipError, toSipError} from '../errors.js';

/** Outbound: sends the INVITE. Resolves when it is on the wire. */
export async function connectCall(line: CallLine): Promise<void> {
  const {model, host} = line;
  const {direction, state} = model.state;
  if (direction !== 'outbound' || state !== 'new' || model.isPending('connect')) {
    throw new SipError('invalid-state', 'Only a new outbound call can be connected.');
  }
  model.click();
  await model.during('connect', async () => {
    try {
      await host.takeFocus(line);
      const session = await line.source();
      if (model.ended) {
        await session.end({status: 487});
        return;
      }
      line.attach(session);
      await session.invite();
    } catch (error) {
      const failure = toSipError(error);
      const {ended} = model;
      model.finish(endFromError(failure));
      if (!ended) throw failure;
    }
  });
}
