import {expect} from '@open-wc/testing';
import {choosable, findDevice} from '../../src/core/devices/device-choice.js';
import {devicesOf, NO_DEVICES} from '../../src/core/devices/device-state.js';

const desk = {deviceId: 'd', label: 'Desk'};
const head = {deviceId: 'h', label: 'Headset'};

describe('the choice of a device', () => {
  it('is found by its id, whatever it is called now', () => {
    expect(findDevice({...head, label: 'Kopfhörer'}, [desk, head])).to.equal(head);
  });

  it('is found by its label when the browser has renewed the id', () => {
    expect(findDevice({...head, deviceId: 'old'}, [desk, head])).to.equal(head);
  });

  it('is gone where others have names, and unknown where none has', () => {
    expect(findDevice(head, [desk])).to.equal(null);
    expect(findDevice(head, [])).to.equal(undefined);
    expect(findDevice(head, [{deviceId: '', label: ''}])).to.equal(undefined);
    expect(findDevice({deviceId: 'x', label: ''}, [{deviceId: 'y', label: ''}])).to.equal(undefined);
  });

  it('offers each device once, and none without an id', () => {
    expect(choosable([desk, {deviceId: '', label: ''}, head, {...desk}])).to.deep.equal([desk, head]);
  });

  it('of a ringer is among the loudspeakers', () => {
    const lists = {...NO_DEVICES, speakers: [desk], microphones: [head]};
    expect(devicesOf(lists, 'ringer')).to.deep.equal([desk]);
    expect(devicesOf(lists, 'microphone')).to.deep.equal([head]);
  });
});
