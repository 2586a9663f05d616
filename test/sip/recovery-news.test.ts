import {expect} from '@open-wc/testing';
import {RecoveryNews} from '../../src/sip/recovery/recovery-news.js';

describe('news of what was lost', () => {
  it('is told once, and that all is back when the last of it is', () => {
    const told: boolean[] = [];
    const news = new RecoveryNews((what) => told.push(what === 'recovering'));
    news.back('media');
    news.lost('media');
    news.lost('signalling');
    news.lost('media');
    news.back('media');
    expect(told).to.deep.equal([true]);
    news.back('signalling');
    news.back('signalling');
    expect(told).to.deep.equal([true, false]);
  });
});
