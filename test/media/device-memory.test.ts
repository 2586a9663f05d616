import {expect} from '@open-wc/testing';
import {NOTHING_CHOSEN} from '../../src/core/devices/device-state.js';
import {rememberDevices, rememberedDevices} from '../../src/media/device-memory.js';
import {replace, restore} from './setup.js';

const KEY = 'sip-elements.devices';
const head = {deviceId: 'h', label: 'Headset'};

describe('the memory for devices', () => {
  afterEach(() => {
    restore();
    localStorage.removeItem(KEY);
  });

  it('knows nothing at first', () => {
    expect(rememberedDevices()).to.deep.equal(NOTHING_CHOSEN);
  });

  it('keeps id and label of what was chosen, and nothing else', () => {
    rememberDevices({...NOTHING_CHOSEN, ringer: {...head, secret: 'x'} as typeof head});
    expect(localStorage.getItem(KEY)).to.equal('{"ringer":{"deviceId":"h","label":"Headset"}}');
    expect(rememberedDevices()).to.deep.equal({...NOTHING_CHOSEN, ringer: head});
    rememberDevices(NOTHING_CHOSEN);
    expect(localStorage.getItem(KEY)).to.equal(null);
  });

  for (const stored of [
    '',
    'null',
    '7',
    '[]',
    '{',
    '{"microphone":"h"}',
    '{"microphone":{"deviceId":1,"label":"x"}}',
  ]) {
    it(`takes ${JSON.stringify(stored)} for nothing`, () => {
      localStorage.setItem(KEY, stored);
      expect(rememberedDevices()).to.deep.equal(NOTHING_CHOSEN);
    });
  }

  it('does without storage where there is none', () => {
    replace(globalThis, 'localStorage', {
      get: () => {
        throw new DOMException('forbidden', 'SecurityError');
      },
    });
    rememberDevices({...NOTHING_CHOSEN, microphone: head});
    expect(rememberedDevices()).to.deep.equal(NOTHING_CHOSEN);
  });
});
