/** All that this package takes from SIP.js; no other module imports it. */
export {Dialog} from 'sip.js/lib/core/dialogs/dialog.js';
export {SessionDialog} from 'sip.js/lib/core/dialogs/session-dialog.js';
export {getBody} from 'sip.js/lib/core/messages/body.js';
export {IncomingRequestMessage} from 'sip.js/lib/core/messages/incoming-request-message.js';
export {IncomingResponseMessage} from 'sip.js/lib/core/messages/incoming-response-message.js';
export {SessionState, SignalingState} from 'sip.js/lib/core/session/session.js';
export {ClientTransaction} from 'sip.js/lib/core/transactions/client-transaction.js';
export {NonInviteClientTransaction} from 'sip.js/lib/core/transactions/non-invite-client-transaction.js';
export {NonInviteServerTransaction} from 'sip.js/lib/core/transactions/non-invite-server-transaction.js';
export {TransactionState} from 'sip.js/lib/core/transactions/transaction-state.js';
export {AllowedMethods} from 'sip.js/lib/core/user-agent-core/allowed-methods.js';
export {UserAgentCore} from 'sip.js/lib/core/user-agent-core/user-agent-core.js';
export {UserAgentClient} from 'sip.js/lib/core/user-agents/user-agent-client.js';
export {UserAgentServer} from 'sip.js/lib/core/user-agents/user-agent-server.js';
export {Grammar} from 'sip.js/lib/grammar/grammar.js';
export {NameAddrHeader} from 'sip.js/lib/grammar/name-addr-header.js';
export {URI} from 'sip.js/lib/grammar/uri.js';
export type {
  AckableIncomingResponseWithSession,
  Body,
  DialogState,
  IncomingAckRequest,
  IncomingInviteRequest,
  IncomingPrackRequest,
  IncomingRequest,
  IncomingResponse,
  Logger,
  LoggerFactory,
  OutgoingInviteRequest,
  OutgoingRegisterRequest,
  OutgoingRequestDelegate,
  OutgoingRequestMessage,
  PrackableIncomingResponseWithSession,
  ResponseOptions,
  Session,
  SessionDelegate,
  Transaction,
  Transport,
  UserAgentCoreConfiguration,
  UserAgentCoreDelegate,
} from 'sip.js/lib/core/index.js';
