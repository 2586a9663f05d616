import {expect} from '@open-wc/testing';
import {G711, G711_UNCONCEALED, impairmentOf, mosOf, rateSpeech} from '../../../src/core/quality/e-model.js';

const G729A = {ie: 11, bpl: 19};
const ieEff = (codec: {ie: number; bpl: number}, percent: number) =>
  rateSpeech({delay: 0, loss: percent / 100, codec}).ieEff;

describe('the E-model (ITU-T G.107)', () => {
  it('gives a perfect telephone call 93.2, which is a MOS of 4.41', () => {
    const {r, mos} = rateSpeech({delay: 0, loss: 0, codec: G711});
    expect(r).to.equal(93.2);
    expect(mos).to.be.closeTo(4.41, 0.005);
  });

  it('has the MOS of annex B for the limits of the categories of G.109', () => {
    const table = [
      [100, 4.5],
      [90, 4.34],
      [80, 4.03],
      [70, 3.6],
      [60, 3.1],
      [50, 2.58],
      [0, 1],
      [-10, 1],
    ] as const;
    for (const [r, mos] of table) expect(mosOf(r), `R = ${String(r)}`).to.be.closeTo(mos, 0.01);
  });

  it('is never below 1, where the polynomial is', () => {
    for (let r = 0; r <= 10; r++) expect(mosOf(r)).to.be.at.least(1);
  });

  it('loses with G.729A what G.113 appendix I measured', () => {
    const table = [
      [0, 11],
      [1, 15],
      [2, 19],
      [3, 23],
      [4, 26],
      [8, 36],
      [16, 49],
    ] as const;
    for (const [percent, impairment] of table) {
      expect(ieEff(G729A, percent), `${String(percent)} %`).to.be.closeTo(impairment, 1);
    }
  });

  it('loses with concealed G.711 what G.113 appendix I measured', () => {
    const table = [
      [0, 0],
      [1, 5],
      [2, 7],
      [3, 10],
      [5, 15],
      [7, 20],
      [10, 25],
    ] as const;
    for (const [percent, impairment] of table) {
      expect(ieEff(G711, percent), `${String(percent)} %`).to.be.closeTo(impairment, 2.5);
    }
  });

  it('knows what concealment is worth', () => {
    expect(ieEff(G711_UNCONCEALED, 2) - ieEff(G711, 2)).to.be.greaterThan(20);
  });

  it('takes nothing off for 100 ms of delay, and about 24 for 400 ms', () => {
    const idd = (delay: number) => rateSpeech({delay, loss: 0, codec: G711}).idd;
    expect(idd(100)).to.equal(0);
    expect(idd(150)).to.be.lessThan(1);
    expect(idd(200)).to.be.closeTo(3, 0.5);
    expect(idd(300)).to.be.closeTo(14.8, 0.5);
    expect(idd(400)).to.be.closeTo(24.1, 0.5);
  });

  it('knows the codecs of browsers by any spelling, and takes others for Opus', () => {
    expect(impairmentOf('PCMU')).to.equal(G711);
    expect(impairmentOf('pcma')).to.equal(G711);
    expect(impairmentOf('G722').bpl).to.equal(G711.bpl);
    expect(impairmentOf('opus').ie).to.equal(0);
    expect(impairmentOf('L16')).to.equal(impairmentOf('opus'));
    expect(impairmentOf(null)).to.equal(impairmentOf('opus'));
  });
});
