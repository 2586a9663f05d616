import {expect} from '@open-wc/testing';
import {added, FAULTS, FORMS, session, STRANGE_SECTIONS, type Dialect} from './harness/dialects.js';
import {failure} from './harness/failure.js';
import {directions} from './harness/far-end.js';
import {called, closeLines, PhoneLine, type InboundCall} from './harness/phone-line.js';
import {until} from './harness/until.js';

afterEach(closeLines);

const AUDIO = {audio: true, video: false};

/** Somebody calls with a description in this dialect. */
async function offered(dialect: Dialect): Promise<InboundCall> {
  const line = await PhoneLine.connected();
  const far = line.farEnd();
  const call = await called(line, {body: dialect(await far.offer())});
  return {...call, far};
}

/** Answers; resolves with our description when the sound flows. */
async function flows(call: InboundCall, mend: Dialect = (sdp) => sdp): Promise<string> {
  await call.session.accept(AUDIO);
  const {body} = await call.line.server.next('200 INVITE');
  await call.far.take(mend(body));
  call.request('ACK', 1);
  await until(() => call.log.media?.phase === 'flowing', 'media to flow');
  return body;
}

/** The far end as a browser knows nothing of sections that it did not offer. */
function only(kind: string): Dialect {
  return (sdp) => {
    const [head = '', ...sections] = sdp.split(/^(?=m=)/m);
    return head + (sections.find((section) => section.startsWith(`m=${kind}`) && !/^m=\w+ 0 /.test(section)) ?? '');
  };
}

describe('an offer whose form browsers refuse is mended', () => {
  for (const [name, dialect] of Object.entries(FORMS)) {
    it(name, async () => {
      const call = await offered(dialect);
      const protocol = /^\s*m=\w+\s+\S+\s+(\S+)/im.exec(dialect(await call.far.offer()))?.[1];
      const answer = await flows(call, (sdp) => sdp.replace(/^(m=audio \d+) \S+/m, '$1 UDP/TLS/RTP/SAVPF'));
      expect(directions(answer)).to.equal('audio:sendrecv');
      expect(/^m=audio \d+ (\S+)/m.exec(answer)?.[1]).to.equal(protocol);
      expect(call.line.failures).to.deep.equal([]);
    });
  }
});

describe('RFC 3264 6: a section that no browser can use is refused with port 0, and the sound flows', () => {
  for (const [name, section] of Object.entries(STRANGE_SECTIONS)) {
    for (const place of ['behind', 'before'] as const) {
      it(`${name} ${place} it`, async () => {
        const strange = (sdp: string) => (place === 'behind' ? sdp + section : sdp.replace(/^(?=m=)/m, section));
        const call = await offered(strange);
        const answer = await flows(call, only('audio'));
        const kind = /^m=(\w+)/.exec(section)?.[1] ?? '';
        expect(directions(answer)).to.equal(
          place === 'behind' ? `audio:sendrecv ${kind}:rejected` : `${kind}:rejected audio:sendrecv`,
        );
        const [, protocol] = /^m=\w+ \d+ (\S+)/.exec(section) ?? [];
        expect(answer).to.contain(`m=${kind} 0 ${protocol!} `);
        const held = call.session.setHeld(true);
        const invite = await call.line.server.next('INVITE');
        expect(directions(invite.body), 'RFC 3264 8').to.equal(directions(answer).replace('sendrecv', 'sendonly'));
        call.line.server.respond(invite, 488);
        expect(await failure(held)).to.include({code: 'renegotiation-refused'});
      });
    }
  }
});

describe('an offer of which nothing can be used is answered 488', () => {
  for (const [name, dialect] of Object.entries({...FAULTS, 'RFC 8842 5.1: holdconn': holdconn})) {
    it(name, async () => {
      const call = await offered(dialect);
      expect(await failure(call.session.accept(AUDIO))).to.include({code: 'bad-session-description'});
      await call.line.server.next('488 INVITE');
      expect(await call.log.end()).to.include({cause: 'bad-session-description', code: 488, failed: true});
      expect(call.line.media.liveTracks).to.equal(0);
      expect(call.line.failures).to.deep.equal([]);
    });
  }
});

function holdconn(sdp: string): string {
  return sdp.replace(/^a=setup:.*$/gm, 'a=setup:holdconn');
}

describe('RFC 8866 6.7: a direction at session level', () => {
  for (const [direction, answer] of [
    ['inactive', 'inactive'],
    ['sendonly', 'recvonly'],
    ['recvonly', 'sendonly'],
    ['sendrecv', 'sendrecv'],
  ] as const) {
    it(`${direction} is that of a section without one`, async () => {
      const call = await offered((sdp) =>
        session((head) => `${head}a=${direction}\r\n`)(sdp.replace(/^a=sendrecv\r\n/gm, '')),
      );
      await call.session.accept(AUDIO);
      expect(directions((await call.line.server.next('200 INVITE')).body)).to.equal(`audio:${answer}`);
    });

    it(`${direction} is not that of a section with another`, async () => {
      const call = await offered((sdp) =>
        session((head) => `${head}a=${direction}\r\n`)(sdp.replace(/^a=sendrecv\r\n/gm, 'a=sendonly\r\n')),
      );
      await call.session.accept(AUDIO);
      expect(directions((await call.line.server.next('200 INVITE')).body)).to.equal('audio:recvonly');
    });
  }

  it('is read from the last line, even without an end', async () => {
    const call = await offered((sdp) => `${sdp.replace(/^a=sendrecv\r\n/gm, '')}a=sendonly`);
    await call.session.accept(AUDIO);
    expect(directions((await call.line.server.next('200 INVITE')).body)).to.equal('audio:recvonly');
  });
});

describe('too many media sections', () => {
  it('are refused', async () => {
    const call = await offered(added(...Array.from({length: 80}, () => 'm=audio 0 RTP/AVP 0')));
    expect(await failure(call.session.accept(AUDIO))).to.include({code: 'bad-session-description'});
    await call.line.server.next('488 INVITE');
  });
});
