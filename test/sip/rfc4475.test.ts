import {expect} from '@open-wc/testing';
import {isSipUri} from '../../src/core/address.js';
import {readMessage} from '../../src/sip/messages/message-parser.js';
import {TORTURE_NAMES, tortureMessage, type TortureName} from './fixtures/rfc4475.js';
import {closeLines, PhoneLine} from './harness/phone-line.js';
import {stockReading} from './harness/stock-parser.js';
import {turn, until} from './harness/until.js';

afterEach(closeLines);

/** The answers of our phone, in the order of the RFC's sections. 0 is for responses, which must do nothing at all. */
const ANSWERS: Record<TortureName, number> = {
  // 3.1.1: valid. REGISTER is for servers, so the addresses in it are not ours.
  ...{wsinv: 481, intmeth: 405, esc01: 180, escnull: 404, esc02: 405, lwsdisp: 200, longreq: 180, dblreq: 404},
  ...{semiuri: 200, transports: 200, mpart01: 405, unreason: 0, noreason: 0},
  // 3.1.2: invalid. A date in another time zone does not matter to a phone; sections 3.1.2.14 and 3.1.2.15 let a server
  // read what is meant by blanks around an address, and by a name with a comma that has no quotes.
  ...{badinv01: 400, clerr: 400, ncl: 400, scalar02: 400, scalarlg: 0, quotbal: 400, ltgtruri: 400, lwsruri: 400},
  ...{lwsstart: 400, trws: 400, escruri: 400, baddate: 180, regbadct: 400, badaspec: 200, baddn: 200, badvers: 505},
  ...{mismatch01: 400, mismatch02: 400, bigcode: 0},
  // 3.2 to 3.4: the layers above.
  ...{badbranch: 200, insuf: 400, unkscm: 416, novelsc: 416, unksm2: 404, bext01: 420, invut: 415, regaut01: 404},
  ...{multi01: 400, mcl01: 400, bcast: 0, zeromf: 200, cparam01: 404, cparam02: 404, regescrt: 404, sdp01: 180},
  inv2543: 400,
};

const STOCK = new Map(TORTURE_NAMES.map((name) => [name, stockReading(tortureMessage(name))]));

/** Makes a phone that the message is addressed to, if the Request-URI can be a phone's address. */
function owner(text: string): {uri?: string} {
  const uri = /^\S+ +([^\s;?]*(?:;[^@\s]*@[^\s;?]*)?)/.exec(text)?.[1] ?? '';
  return isSipUri(uri) && uri.includes('@') ? {uri} : {};
}

describe('RFC 4475', () => {
  for (const [name, status] of Object.entries(ANSWERS) as [TortureName, number][]) {
    it(`${name}: ${status ? String(status) : 'no answer'}`, async () => {
      const text = tortureMessage(name);
      const line = await PhoneLine.connected(owner(text));
      line.server.sockets.at(-1)!.deliver(text);
      if (status) await until(() => line.server.log.some((message) => message.status === status), String(status));
      await turn();
      const statuses = line.server.log.map((message) => message.status).filter((code) => code > 100);
      expect(statuses).to.deep.equal(status ? [status] : []);
      expect(line.failures).to.deep.equal([]);
    });
  }

  it('is what SIP.js drops without the answer that the RFC wants', () => {
    const dropped = TORTURE_NAMES.filter((name) => STOCK.get(name) !== 'read');
    expect(dropped).to.include.members(['badinv01', 'ncl', 'quotbal', 'ltgtruri', 'lwsruri', 'lwsstart', 'trws']);
    expect(dropped).to.include.members(['regbadct', 'badaspec', 'baddn', 'unksm2']);
    expect(dropped.filter((name) => ANSWERS[name] === 0)).to.deep.equal(['bigcode']);
  });

  it('has reason phrases and fields that are read as they are meant', () => {
    expect(readMessage(tortureMessage('unreason'))?.message).to.have.property(
      'reasonPhrase',
      '= 2**3 * 5**2 но сто девяносто девять - простое',
    );
    expect(readMessage(tortureMessage('noreason'))?.message).to.include({statusCode: 100, reasonPhrase: ''});
    const {message} = readMessage(tortureMessage('wsinv'))!;
    expect(message).to.include({callId: 'wsinv.ndaksdj@192.0.2.1', cseq: 9, fromTag: '98asjd8', toTag: '1918181833n'});
    expect(message.getHeaders('via')).to.have.length(3);
    expect(message.getHeader('newfangledheader')).to.equal('newfangled value continued newfangled value');
    expect(message.from.displayName).to.equal('J Rosenberg \\\\\\"');
    expect(readMessage(tortureMessage('dblreq'))?.message.body).to.equal('');
  });
});
