import {expect} from '@open-wc/testing';
import {answered, closeLines, PhoneLine} from './harness/phone-line.js';
import {rawMessage, rawRequest, type RawFields} from './harness/raw-message.js';
import type {SipMessage} from './harness/sip-message.js';
import {turn} from './harness/until.js';

afterEach(closeLines);

/** Nearly the longest message that is read. */
const LENGTH = 250_000;
/**
 * The time limit for one message on a busy machine, in milliseconds. A linear parser takes ten or twenty; parsers that
 * are not linear took from three seconds to minutes.
 */
const LIMIT = 1500;

/** Parts that are repeated in a message, each with an end that does not fit. */
const RUNS = [
  ['spaces', ' ', 'x'],
  ['line ends', '\r\n ', 'x'],
  ['question marks', '?a', '@h'],
  ['semicolons', ';', '\u2028'],
  ['parameters', ';a=1', ''],
  ['open quotes', ';a="', ''],
  ['escapes', '\\"', ''],
  ['percent signs', '%41', ''],
  ['commas', ',', ''],
  ['addresses', ',<sip:a@b>', ''],
  ['challenge parameters', 'a=b, ', ''],
  ['letters', 'a', ';\u2028'],
] as const;

const FIELDS = [
  ...['Via', 'From', 'To', 'Contact', 'Record-Route', 'CSeq', 'Refer-To', 'Replaces', 'Require', 'Content-Type'],
  ...['P-Asserted-Identity', 'Privacy', 'Reason', 'Alert-Info', 'Session-Expires', 'Event', 'WWW-Authenticate'],
  ...['Authentication-Info', 'X-Anything'],
];

const BODIES = [
  ['line ends', 'application/dtmf-relay', '\n'],
  ['signals', 'application/dtmf-relay', 'Signal\n'],
  ['digits', 'application/dtmf', '1 '],
  ['parts', 'multipart/mixed;boundary=b', '--b\r\nContent-Type: multipart/mixed;boundary=b\r\n\r\n'],
  ['half parts', 'multipart/mixed;boundary=b', '--b\r\na\r\n '],
  ['sections', 'application/sdp', 'm=audio 0 RTP/AVP 0\r\na=bundle-only\r\n'],
  ['candidates', 'application/sdp', 'a=candidate:1 1 udp 1 10.0.0.1 9 typ host\r\n'],
] as const;

function run(unit: string, end = ''): string {
  return unit.repeat(LENGTH / unit.length) + end;
}

/** Returns how long a message blocks the page, and checks that the phone still works. */
async function freeze(line: PhoneLine, text: string): Promise<number> {
  const start = performance.now();
  line.server.sockets.at(-1)!.deliver(text);
  await turn();
  return performance.now() - start;
}

describe('a message of any kind, as long as it may be, freezes nothing', function () {
  this.timeout(60_000);

  for (const [name, unit, end] of RUNS) {
    it(`header fields of ${name}`, async () => {
      const line = await PhoneLine.connected();
      const call = await answered(line);
      const dialog: RawFields = {
        'Call-ID': call.invite.header('call-id'),
        From: `${call.invite.header('to')};tag=peer`,
        To: call.invite.header('from'),
      };
      const slow: string[] = [];
      const look = async (what: string, text: string) => {
        const time = await freeze(line, text);
        if (time > LIMIT) slow.push(`${what}: ${time.toFixed()} ms`);
      };
      const filling = run(unit, end);
      let cseq = 100;
      for (const field of FIELDS) {
        await look(`${field} outside`, rawRequest({[field]: `<sip:a@b>${filling}`}));
        const method = field === 'Reason' ? 'INFO' : 'NOTIFY';
        const counted = {...dialog, CSeq: `${String(++cseq)} ${method}`};
        await look(`${field} in the call`, rawRequest({...counted, [field]: `a${filling}`}, {method}));
        for (const status of [401, 200]) {
          const request = await asked(line);
          await look(`${field} of a ${String(status)}`, answer(request, status, {[field]: `Digest a${filling}`}));
          line.server.respond(request, 403);
        }
      }
      await look('the address', rawRequest({}, {uri: `sip:a${filling}`}));
      await look('the first line', `INVITE ${filling} SIP/2.0\r\n\r\n`);
      await look('the phrase', `SIP/2.0 200 ${filling}\r\n\r\n`);
      await look('anything', filling);
      expect(slow).to.deep.equal([]);
      await goesOn(line, call);
    });
  }

  for (const [name, type, unit] of BODIES) {
    it(`a body of ${name}`, async () => {
      const line = await PhoneLine.connected();
      const call = await answered(line);
      const start = performance.now();
      call.request('INFO', 2, run(unit), [], type);
      await line.server.next('200 INFO');
      expect(performance.now() - start).to.be.below(LIMIT);
      await goesOn(line, call, 3);
    });
  }

  it('ten thousand header fields are answered 513', async () => {
    const line = await PhoneLine.connected();
    const call = await answered(line);
    expect(
      await freeze(line, rawRequest({'X-A': Array.from({length: 10_000}, (_, index) => String(index))})),
    ).to.be.below(LIMIT);
    await line.server.next('513 INVITE');
    await goesOn(line, call, 2);
  });
});

/** Sends a request that waits for its answer; its result does not matter. */
function asked(line: PhoneLine): Promise<SipMessage> {
  line.engine.request('OPTIONS', 'sip:bob@example.com', {}).catch(() => undefined);
  return line.server.next('OPTIONS');
}

function answer(request: SipMessage, status: number, fields: RawFields): string {
  const copied = ['Via', 'From', 'To', 'Call-ID', 'CSeq'].map((name): [string, string] => [name, request.header(name)]);
  return rawMessage(`SIP/2.0 ${String(status)} Phrase`, {
    ...Object.fromEntries(copied),
    'Content-Length': '0',
    ...fields,
  });
}

async function goesOn(line: PhoneLine, call: Awaited<ReturnType<typeof answered>>, cseq = 1000): Promise<void> {
  call.request('INFO', cseq, 'Signal=5\r\n', [], 'application/dtmf-relay');
  await line.server.next('200 INFO');
  expect(call.log.digits).to.include('5 info');
  expect(call.log.events.filter((event) => event.startsWith('ended'))).to.deep.equal([]);
}
