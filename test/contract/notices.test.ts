import {expect} from '@open-wc/testing';
import {NOTICE_NAMES, NOTICES} from '../../src/core/events.js';
import {REQUEST_NAMES} from '../../src/core/requests.js';
import {elements} from './declared.js';

const eventsOf = (tag: string) => elements.find(({tagName}) => tagName === tag)?.events ?? [];
const namesOf = (tag: string) => eventsOf(tag).map(({name}) => name);

describe('the table of notices', () => {
  it('has what custom-elements.json says that a <sip-phone> fires', () => {
    expect(namesOf('sip-phone')).to.have.members([...NOTICE_NAMES, 'sip-credentials-request']);
  });

  it('has what custom-elements.json says that a <sip-call> fires', () => {
    const ofCalls = NOTICE_NAMES.filter((name) => NOTICES[name].of === 'call');
    expect(namesOf('sip-call')).to.have.members([...ofCalls, 'sip-error']);
  });

  it('says of the same notices that they can be canceled', () => {
    const canceled = eventsOf('sip-phone').filter(({description}) => description?.includes('Cancelable'));
    const cancelable = NOTICE_NAMES.filter((name) => NOTICES[name].cancelable);
    expect(canceled.map(({name}) => name)).to.have.members(cancelable);
  });

  it('and only controls send what ends in -request', () => {
    expect(NOTICE_NAMES.filter((name) => name.endsWith('-request'))).to.deep.equal([]);
    expect(REQUEST_NAMES.filter((name) => !name.endsWith('-request'))).to.deep.equal([]);
    const fired = elements.filter(({tagName}) => !['sip-phone', 'sip-call'].includes(tagName));
    const requests = new Set(fired.flatMap(({events}) => events ?? []).map(({name}) => name));
    const byScript = ['sip-start-request', 'sip-stop-request'];
    expect(REQUEST_NAMES.filter((name) => !requests.has(name))).to.have.members(byScript);
  });
});
