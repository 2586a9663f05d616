import {directions} from './far-end.js';
import {answered, PhoneLine, type OutboundCall} from './phone-line.js';
import {stockAnswered, StockPhone, type StockCall} from './stock-phone.js';
import {turn} from './until.js';

/** A call of either phone, seen from the far end. */
export interface Talk {
  readonly server: PhoneLine['server'];
  readonly far: OutboundCall['far'];
  readonly send: (method: string, cseq: number, body?: string) => void;
}

export type StockTalk = Talk & {readonly call: StockCall};
export type OurTalk = Talk & {readonly call: OutboundCall};

/** A call of SIP.js that has been answered. */
export async function stockTalk(): Promise<StockTalk> {
  const phone = await StockPhone.connected();
  const call = await stockAnswered(phone);
  const send = (method: string, cseq: number, body = '') => {
    call.request(method, cseq, {body});
  };
  return {call, server: phone.server, far: call.far, send};
}

/** A call of ours that has been answered. */
export async function ourTalk(): Promise<OurTalk> {
  const line = await PhoneLine.connected();
  const call = await answered(line);
  return {call, server: line.server, far: call.far, send: call.request};
}

/** The far end changes the call; resolves with our answer. */
export async function offer(
  {server, far, send}: Talk,
  cseq: number,
  prepare: () => void | Promise<void>,
): Promise<string> {
  send('INVITE', cseq, await far.offer(prepare));
  const {body} = await server.next('200 INVITE');
  await far.take(body);
  send('ACK', cseq);
  await turn();
  return directions(body);
}
