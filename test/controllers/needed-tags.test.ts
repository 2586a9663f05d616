import {expect} from '@open-wc/testing';
import {SipError} from '../../src/core/errors.js';
import type {SipEngine, SipEngineOptions} from '../../src/core/engine/sip-engine.js';
import {NeededTags} from '../../src/owners/phone/needed-tags.js';
import {FakeEngine, FakeMedia} from '../../src/testing/index.js';
import {task} from '../elements/owners.js';

/** Ports with needs before them; `make()` asks for the engine, and `made` has what came. */
function bench() {
  const engine = new FakeEngine();
  const needed = new NeededTags();
  const ports = needed.before({engine: engine.factory, media: new FakeMedia().factory});
  const made: SipEngine[] = [];
  const make = async () => {
    made.push(await ports.engine({} as SipEngineOptions));
  };
  return {engine, needed, make, made};
}

/** A need that is met or fails when the test says so. */
function pending() {
  let met = (): void => undefined;
  let failed: (error: Error) => void = () => undefined;
  const promise = new Promise<void>((resolve, reject) => {
    met = resolve;
    failed = reject;
  });
  return {need: () => promise, met, failed};
}

describe('what a phone needs before it may be called', () => {
  it('is nothing by itself', async () => {
    const {make, made} = bench();
    await make();
    expect(made).to.have.length(1);
  });

  it('holds the engine back until all of it is there, what comes later included', async () => {
    const {needed, make, made} = bench();
    const face = pending();
    const card = pending();
    needed.add(async () => {
      await face.need();
      needed.add(card.need);
    });
    const making = make();
    await task();
    expect(made).to.have.length(0);
    face.met();
    await task();
    expect(made).to.have.length(0);
    card.met();
    await making;
    expect(made).to.have.length(1);
  });

  it('frees the engine and says why when something cannot be fetched, and the next attempt asks anew', async () => {
    const {engine, needed, make, made} = bench();
    const first = pending();
    let need = first.need;
    needed.add(() => need());
    const making = make().catch((error: unknown) => error);
    const why = new SipError('server-unreachable', 'The card of a call could not be fetched.');
    first.failed(why);
    expect(await making).to.equal(why);
    expect(engine.destroyed).to.equal(true);
    need = () => Promise.resolve();
    await make();
    expect(made).to.have.length(1);
  });

  it('is taken back by who is gone', async () => {
    const {needed, make, made} = bench();
    needed.add(pending().need)();
    await make();
    expect(made).to.have.length(1);
  });

  it('does not hide that the engine cannot be made', async () => {
    const needed = new NeededTags();
    const face = pending();
    needed.add(face.need);
    const why = new SipError('server-unreachable', 'There is no engine.');
    const ports = needed.before({engine: () => Promise.reject(why), media: new FakeMedia().factory});
    const making = ports.engine({} as SipEngineOptions).catch((error: unknown) => error);
    await task();
    face.met();
    expect(await making).to.equal(why);
  });
});
