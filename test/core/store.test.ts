import {expect} from '@open-wc/testing';
import {createStore} from '../../src/core/store.js';
import {shallowEqual} from '../../src/core/select.js';

const flushed = () => Promise.resolve();

describe('a store', () => {
  it('tells once about several changes', async () => {
    const store = createStore({a: 1, b: 1});
    let told = 0;
    store.subscribe(() => told++);
    store.patch({a: 2});
    store.patch({b: 2});
    await flushed();
    expect(told).to.equal(1);
    expect(store.state).to.deep.equal({a: 2, b: 2});
  });

  it('keeps its snapshot, and its peace, when nothing differs', async () => {
    const store = createStore({a: 1});
    const before = store.state;
    let told = 0;
    store.subscribe(() => told++);
    store.patch({a: 1});
    await flushed();
    expect(store.state).to.equal(before);
    expect(told).to.equal(0);
  });

  it('hands out snapshots that nobody can change', () => {
    const {state} = createStore({a: 1});
    expect(() => {
      (state as {a: number}).a = 2;
    }).to.throw(TypeError);
  });

  it('stops telling when the signal says so', async () => {
    const store = createStore({a: 1});
    const end = new AbortController();
    let told = 0;
    store.subscribe(() => told++, {signal: end.signal});
    end.abort();
    store.subscribe(() => told++, {signal: end.signal});
    store.patch({a: 2});
    await flushed();
    expect(told).to.equal(0);
  });

  it('tells the others when one subscriber throws', async () => {
    const reported: unknown[] = [];
    const store = createStore({a: 1}, (error) => reported.push(error));
    let told = 0;
    store.subscribe(() => {
      throw new Error('broken');
    });
    store.subscribe(() => told++);
    store.patch({a: 2});
    await flushed();
    expect(told).to.equal(1);
    expect(reported).to.have.lengthOf(1);
  });
});

describe('shallowEqual', () => {
  it('looks one level deep', () => {
    expect(shallowEqual({a: 1, b: 'x'}, {a: 1, b: 'x'})).to.equal(true);
    expect(shallowEqual({a: {}}, {a: {}})).to.equal(false);
    expect(shallowEqual({a: 1}, {a: 1, b: undefined})).to.equal(false);
    expect(shallowEqual(null, {})).to.equal(false);
  });
});
