import {expect} from '@open-wc/testing';
import {LatestWish} from '../../src/core/call/latest-wish.js';

describe('the latest wish', () => {
  it('comes true after at most two attempts, however often it changed', async () => {
    let state = false;
    const attempts: boolean[] = [];
    const hold = new LatestWish<boolean>(
      async (wish) => {
        attempts.push(wish);
        await Promise.resolve();
        state = wish;
      },
      (wish) => wish === state,
    );
    const clicks = Array.from({length: 10}, (_, click) => hold.wish(click % 2 === 0));
    await Promise.all(clicks);
    expect(state).to.equal(false);
    expect(attempts).to.deep.equal([true, false]);
  });

  it('that was refused rejects; a refusal of an older one does not', async () => {
    let refuse = true;
    const hold = new LatestWish<boolean>(
      async () => {
        await Promise.resolve();
        if (refuse) throw new Error('No.');
      },
      (wish) => !wish,
    );
    const [first, second] = [hold.wish(true), hold.wish(false)];
    await Promise.all([first, second]);
    const failed = await hold.wish(true).catch((error: unknown) => error);
    expect(failed).to.be.instanceOf(Error);
    refuse = false;
    await hold.wish(true);
  });
});
