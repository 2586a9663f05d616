import {expect} from '@open-wc/testing';
import type {SipPhoneElement} from '../../src/elements/sip-phone.js';
import {captureWarnings, fixture, html, ownerBench, until} from './owners.js';

const SECRET = 'open sesame';

/** Attributes that an author or a framework may write, and the property that is meant. */
const UNREAD: Readonly<Record<string, string>> = {
  password: 'credentials',
  passwd: 'credentials',
  ha1: 'credentials',
  token: 'credentials',
  secret: 'credentials',
  credential: 'credentials',
  credentials: 'credentials',
  iceServers: 'iceServers',
  gathering: 'gathering',
  'get-user-media': 'getUserMedia',
  getUserMedia: 'getUserMedia',
  'accept-refer': 'acceptRefer',
  acceptRefer: 'acceptRefer',
  'accept-redirect': 'acceptRedirect',
  acceptRedirect: 'acceptRedirect',
  ports: 'ports',
};
/** Attributes spelled like the property, and their right spelling. */
const MISSPELLED: Readonly<Record<string, string>> = {
  displayName: 'display-name',
  noRegister: 'no-register',
  credentialsUrl: 'credentials-url',
  maxCalls: 'max-calls',
  iceTransportPolicy: 'ice-transport-policy',
};

describe('<sip-phone> says of an attribute that it does not read', () => {
  let warnings: ReturnType<typeof captureWarnings>;

  beforeEach(() => {
    warnings = captureWarnings();
  });

  afterEach(() => {
    warnings.restore();
  });

  const parsed = async (name: string) => {
    const holder = await fixture<HTMLElement>(html`<div></div>`);
    const text = `<sip-phone ${name}="${SECRET}"></sip-phone>`;
    holder.append(...new DOMParser().parseFromString(text, 'text/html').body.childNodes);
    return holder.querySelector<SipPhoneElement>('sip-phone')!;
  };
  const expectOne = (name: string, advice: string) => {
    expect(warnings.messages).to.have.length(1);
    expect(warnings.messages[0])
      .to.contain(`attribute ${name.toLowerCase()} `)
      .and.contain(advice)
      .and.not.contain('sesame');
  };

  for (const [name, property] of Object.entries(UNREAD)) {
    it(`${name}, in markup: set the property ${property}`, async () => {
      const phone = await parsed(name);
      expectOne(name, `property ${property}`);
      phone.setAttribute(name, `${SECRET} again`);
      phone.remove();
      document.body.append(phone);
      phone.remove();
      expectOne(name, `property ${property}`);
    });

    it(`${name}, set later: set the property ${property}`, async () => {
      const phone = await fixture<SipPhoneElement>(html`<sip-phone></sip-phone>`);
      phone.setAttribute(name, SECRET);
      expectOne(name, `property ${property}`);
    });

    it(`${name}, set before it is in the page`, () => {
      const phone = document.createElement('sip-phone');
      phone.setAttribute(name, SECRET);
      expectOne(name, `property ${property}`);
    });
  }

  it('what else there is instead of secrets in markup', async () => {
    await parsed('credentials');
    expect(warnings.messages[0]).to.contain('sip-credentials-request').and.contain('credentials-url');
  });

  it('how the property is set where a framework writes the page', async () => {
    await parsed('credentials');
    expect(warnings.messages[0]).to.match(/React.*Svelte.*Vue.*Angular/);
  });

  for (const [name, attribute] of Object.entries(MISSPELLED)) {
    it(`${name}: it is spelled ${attribute}`, async () => {
      await parsed(name);
      expectOne(name, attribute);
    });
  }

  it('nothing, where all is well', async () => {
    const {ports} = ownerBench();
    const phone = await fixture<SipPhoneElement>(
      html`<sip-phone
        id="desk"
        class="big"
        data-token="x"
        aria-label="Phone"
        server="wss://pbx.example.com"
        uri="sip:1001@example.com"
        username="1001"
        ice-servers="stun:stun.example.com"
        credentials-url="/sip-credentials"
        .credentials=${{password: SECRET}}
        .ports=${ports}
      ></sip-phone>`,
    );
    await until(phone, () => phone.status === 'registered');
    phone.dnd = true;
    phone.toggleAttribute('no-sounds');
    await phone.updateComplete;
    expect(warnings.messages).to.deep.equal([]);
  });

  for (const url of [
    `turn:user:${SECRET.replace(' ', '-')}@relay.example.com`,
    'turn:relay.example.com?secret=sesame',
  ]) {
    it(`no secret of an address in ice-servers: ${url}`, async () => {
      const {ports} = ownerBench();
      const phone = await fixture<SipPhoneElement>(
        html`<sip-phone server="wss://pbx.example.com" ice-servers=${url} .ports=${ports}></sip-phone>`,
      );
      await until(phone, () => phone.status === 'ready');
      expect(warnings.messages).to.have.length(1);
      expect(warnings.messages[0]).to.contain('iceServers').and.contain('relay.example.com').and.not.contain('sesame');
    });
  }

  for (const text of [SECRET, `[{"urls": "turn:relay.example.com", "username": "1001", "credential": "${SECRET}"}]`]) {
    it(`what is meant for the property iceServers, in the attribute: ${text}`, async () => {
      const {ports} = ownerBench();
      const phone = await fixture<SipPhoneElement>(
        html`<sip-phone server="wss://pbx.example.com" ice-servers=${text} .ports=${ports}></sip-phone>`,
      );
      await until(phone, () => phone.status === 'ready');
      expectOne('ice-servers', 'property iceServers');
    });
  }
});
