// Finds functions that take more than linear time, on a machine that may be busy.

/**
 * In characters. At the last of these lengths quadratic time is a hundred milliseconds or more, and linear time one or
 * two.
 */
const LENGTHS = [2 ** 7, 2 ** 11, 2 ** 15];
/** In milliseconds: a reading that takes longer is tried again with longer texts. */
const GLANCE = 20;
const LONGEST = 2 ** 17;
/** In milliseconds: a shorter time depends more on the machine than on the function. */
const FLOOR = 300;
/** The ratio of the two lengths whose times are compared. */
const STEP = 16;
/**
 * Linear time grows by the step, quadratic time by its square. Memory effects can raise the first; nothing lowers the
 * second.
 */
const TOO_MUCH = 0.4 * STEP ** 2;

/**
 * @param {(text: string) => unknown} read
 * @param {Iterable<(length: number) => string>} inputs
 * @returns {string | undefined} the first input that takes too long, for people
 */
export function steepest(read, inputs) {
  for (const make of inputs) {
    const found = steepness(read, make);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Goes from short inputs to long ones, so that cubic or exponential time is found before it freezes the test. */
function steepness(read, make) {
  for (const length of LENGTHS) {
    const found = time(read, make(length)) > GLANCE ? growth(read, make, length) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

function growth(read, make, from) {
  let length = from;
  let long = best(read, make(length));
  if (long < GLANCE) return undefined;
  while (long < FLOOR && length < LONGEST) {
    length *= 2;
    long = best(read, make(length));
  }
  const short = best(read, make(length / STEP));
  if (long < FLOOR || long < TOO_MUCH * short) return undefined;
  const start = JSON.stringify(make(24)).slice(0, 60);
  return `${start} … of ${length}: ${long.toFixed()} ms, of ${length / STEP}: ${short.toFixed(1)} ms`;
}

/** Takes the shortest of three times: other work of the machine only makes a time longer. */
function best(read, text) {
  return Math.min(...[1, 2, 3].map(() => time(read, text)));
}

function time(read, text) {
  const start = performance.now();
  read(text);
  return performance.now() - start;
}
