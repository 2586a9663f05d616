import type {SipEngineFactory} from '../core/engine/sip-engine.js';
import {Account} from './authentication/account.js';
import {UserAgent} from './engine.js';
import type {SipGroups} from './groups.js';
import {installGrammar} from './messages/grammar.js';
import {takeInstance} from './recovery/instance-id.js';
import {hasCalls} from './recovery/storage.js';

/**
 * Returns the function that makes a SIP user agent on SIP.js.
 *
 * That function asks the page for the credentials. The engine asks again when the server refuses the credentials, or
 * when they expire. A phone that gets new credentials makes a new engine.
 * Its promise rejects with `credentials-missing`, or with `invalid-argument` for a configuration that cannot work.
 *
 * @param groups - What is fetched later than the engine.
 */
export function sipEngineFactory(groups: SipGroups): SipEngineFactory {
  return async (options) => {
    installGrammar();
    const {uri, clock} = options.config;
    const account = await Account.open(options.config);
    const instance = await takeInstance(uri, clock, hasCalls);
    try {
      // The page before this one may have had calls, which cannot wait.
      if (hasCalls(instance.id)) await groups.conversation.need();
      return new UserAgent(options, {account, instance, groups});
    } catch (error) {
      account.close();
      instance.release();
      throw error;
    }
  };
}
