/**
 * Does all jobs, so many at a time, in their order.
 *
 * @param {readonly (() => Promise<void>)[]} jobs
 * @param {number} lanes
 */
export async function inLanes(jobs, lanes) {
  const waiting = jobs.values();
  const lane = async () => {
    for (const job of waiting) await job();
  };
  await Promise.all(Array.from({length: lanes}, lane));
}
