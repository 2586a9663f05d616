import {expect} from '@open-wc/testing';
import {readMessage} from '../../src/sip/messages/message-parser.js';
import {tortureMessage, TORTURE_NAMES} from './fixtures/rfc4475.js';
import {answered, closeLines, PhoneLine, ringing} from './harness/phone-line.js';
import {random} from './harness/random.js';
import {rawMessage, rawRequest} from './harness/raw-message.js';
import type {SipMessage} from './harness/sip-message.js';
import {until} from './harness/until.js';

afterEach(closeLines);

const COUNT = 10_000;
/** How many short messages have the length of a long one together. */
const PARTS = 16;
const PER_PHONE = 2_500;

const PIECES = [
  '"',
  '<',
  '>',
  ';',
  ',',
  ':',
  '@',
  '%',
  '\\',
  '\r\n',
  '\n',
  ' ',
  '\t',
  '\u0000',
  'é',
  '😀',
  '=',
  '0',
  '-1',
];
const TRICKS = [
  '__proto__',
  'constructor',
  ';tag=',
  'SIP/2.0',
  '99999999999',
  '%zz',
  '[',
  '\r\n ',
  '\r\n\r\n',
  'Via: x\r\n',
];

/**
 * Changes one to four places of a text: it deletes, doubles or exchanges them, or inserts characters with a meaning in
 * SIP.
 */
function mutate(text: string, next: (below: number) => number): string {
  let result = text;
  for (let times = next(4); times >= 0; times -= 1) {
    const at = next(result.length + 1);
    const length = next(next(8) ? 12 : 120);
    const [before, cut, behind] = [result.slice(0, at), result.slice(at, at + length), result.slice(at + length)];
    const pieces = next(2) ? PIECES : TRICKS;
    result = [
      before + behind,
      before + cut + cut + behind,
      before + pieces[next(pieces.length)]! + cut + behind,
      before + pieces[next(pieces.length)]! + behind,
      before + String.fromCharCode(next(0x180)) + cut.slice(1) + behind,
    ][next(5)]!;
  }
  return result.replace(/\p{Surrogate}/gu, '');
}

/** Makes messages of every kind; `id` prevents that one counts as a retransmission of another. */
function original(id: number, next: (below: number) => number): string {
  const branch = `z9hG4bKm${String(id)}`;
  const fields = {
    Via: `SIP/2.0/WS far.invalid;branch=${branch}`,
    'Call-ID': branch,
    From: '"Bob \\"B\\" é" <sip:bob@example.com;transport=ws>;tag=far',
    Contact: '<sip:bob@far.invalid;transport=ws>;expires=60',
    'Record-Route': '<sip:a.b;lr>, <sip:c.d;lr>',
    Supported: 'timer, 100rel',
  };
  const methods = [
    'INVITE',
    'OPTIONS',
    'BYE',
    'NOTIFY',
    'MESSAGE',
    'REFER',
    'INFO',
    'PRACK',
    'CANCEL',
    'ACK',
    'UPDATE',
  ];
  const method = methods[next(methods.length)]!;
  const body = next(2) ? 'v=0\r\no=- 1 1 IN IP4 1.1.1.1\r\ns=-\r\nt=0 0\r\n' : '';
  const more = {
    Event: 'presence;id=1',
    'Refer-To': '<sip:c@d.e>',
    Replaces: 'a;to-tag=b;from-tag=c',
    RAck: '1 1 INVITE',
  };
  const some = Object.fromEntries(Object.entries(more).filter(() => next(3) === 0));
  if (next(8) === 0) {
    const echo = {...fields, Via: 'SIP/2.0/WS x.invalid;branch=z9hG4bK1', To: '<sip:a@b.c>;tag=1', CSeq: '1 INVITE'};
    return rawMessage(`SIP/2.0 ${String(100 + next(600))} Phrase`, {...echo, 'Content-Length': '0'});
  }
  if (next(6) === 0) return tortureMessage(TORTURE_NAMES[next(TORTURE_NAMES.length)]!);
  return rawRequest({...fields, ...some, 'Content-Type': body ? 'application/sdp' : null}, {method, body});
}

/**
 * Whether a message must be answered: with one final response, or if it rings, with a provisional one and later a final
 * one. This holds if its first line claims to be a SIP request, it has a Via, and it is no ACK. All other messages get
 * one answer or none.
 */
function mustAnswer(text: string): boolean {
  const {message} = readMessage(text.replace(/^[\r\n]+/, '')) ?? {};
  if (!message || 'statusCode' in message || !message.hasHeader('via')) return false;
  return message.method !== 'ACK';
}

/** Waits until everything that the last message caused is done. */
function settled(): Promise<void> {
  return new Promise((resolve) => {
    const {port1, port2} = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

/** The final response to a call that rang comes later, because the application decides on it. */
const isLate = ({summary}: SipMessage) => summary === '480 INVITE' || summary === '487 INVITE';

describe('ten thousand damaged messages', function () {
  this.timeout(60_000);

  for (let first = 0; first < COUNT; first += PER_PHONE) {
    it(`break nothing (${String(first)} and on)`, async () => {
      const next = random(first + 1);
      const line = await PhoneLine.connected({unattended: true});
      const [socket] = line.server.sockets;
      const {log} = line.server;
      const unanswered: string[] = [];
      const twice: string[] = [];
      for (let id = first; id < first + PER_PHONE; id += 1) {
        const text = mutate(original(id, next), next);
        const before = log.length;
        socket!.deliver(text);
        await settled();
        const answers = log.slice(before).filter((answer) => !isLate(answer));
        if (answers.filter(({status}) => status >= 200).length > 1) twice.push(text);
        if (mustAnswer(text) && answers.length === 0) unanswered.push(text);
      }
      expect({unanswered: unanswered.slice(0, 3), twice: twice.slice(0, 3)}).to.deep.equal({unanswered: [], twice: []});
      // Nobody answers the calls.
      const ringing = () => log.filter(({summary}) => summary === '180 INVITE').length;
      await until(() => log.filter(isLate).length >= ringing(), 'the calls to be refused');
      expect(ringing()).to.be.above(5);
      expect(line.failures).to.deep.equal([]);
      expect((await answered(line)).log.events).to.include('established');
    });
  }

  it('as answers to a call leave it alone or end it', async () => {
    const next = random(7);
    const line = await PhoneLine.connected();
    for (let id = 0; id < 20; id += 1) {
      const call = await ringing(line);
      const text = rawMessage('SIP/2.0 486 Busy Here', {
        Via: call.invite.header('via'),
        From: call.invite.header('from'),
        To: `${call.invite.header('to')};tag=peer`,
        'Call-ID': call.invite.header('call-id'),
        CSeq: call.invite.header('cseq'),
        'Content-Length': '0',
      });
      for (let times = 0; times < 20; times += 1) line.server.sockets.at(-1)!.deliver(mutate(text, next));
      line.server.sockets.at(-1)!.deliver(text);
      await call.log.end();
    }
    expect(line.failures).to.deep.equal([]);
  });
});

it('a message of any shape is read in no time', () => {
  // At this length backtracking takes seconds, and all texts are still read within two.
  const size = 60_000;
  const shapes = [
    '"',
    '<',
    ',',
    ';',
    '; ',
    ' ',
    '\t',
    '\\"',
    '%',
    '%41',
    '=',
    '\r\n ',
    '\r\nA',
    '\r\na:b',
    '@',
    '[',
    '--b',
    'é',
  ];
  const textsOf = (shape: string, length: number) => {
    const filling = shape.repeat(length / shape.length);
    const fields = ['Contact', 'From', 'Via', 'CSeq', 'Content-Type', 'Require', 'Replaces', 'Refer-To'];
    const texts = fields.flatMap((name) => [
      rawRequest({[name]: `x${filling}y`}),
      rawRequest({[name]: `multipart/x;boundary=b;${filling}`}, {body: `--b\r\nContent-Type: ${filling}y\r\n\r\n`}),
      rawRequest({[name]: `<sip:${filling}@b.c>${filling}`}),
    ]);
    return [...texts, `INVITE ${filling} SIP/2.0\r\n`, filling, `SIP/2.0 200 ${filling}`];
  };
  const timeOf = (text: string, times: number) => {
    const start = performance.now();
    for (let time = 0; time < times; time += 1) readMessage(text);
    return performance.now() - start;
  };
  /**
   * On a busy machine everything takes long. Then a long text may take as much time as short ones of the same total
   * length; backtracking would take more. The best of several readings is the one with the fewest interruptions.
   */
  const isSlow = (long: string, short: string) => {
    if (timeOf(long, 1) < 1000) return false;
    return [1, 2, 3, 4].every(() => timeOf(long, 1) > 4 * timeOf(short, PARTS));
  };
  const slow = shapes.flatMap((shape) => {
    const short = textsOf(shape, size / PARTS);
    return textsOf(shape, size)
      .filter((long, index) => isSlow(long, short[index]!))
      .map((text) => `${JSON.stringify(shape)} ${text.slice(0, 200)}`);
  });
  expect(slow).to.deep.equal([]);
}).timeout(30_000);
