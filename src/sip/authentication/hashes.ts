/**
 * Hash functions of digest authentication. SIP.js answers a challenge synchronously, and `crypto.subtle` is
 * asynchronous.
 */

type Words = readonly number[];
/** Mixes a block of 16 words into the state. Returns the words to add to the state. */
type Mix = (state: Words, block: number[]) => Words;

const INITIAL = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476];
const SINES = Array.from({length: 64}, (_, step) => Math.floor(Math.abs(Math.sin(step + 1)) * 2 ** 32) | 0);
const SHIFTS = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21];
const PRIMES = Array.from({length: 311}, (_, n) => n + 1).filter((n) => n > 1 && !hasDivisor(n));

/** MD5 (RFC 1321) of a text in UTF-8, as hexadecimal digits. */
export const md5 = hash(INITIAL, true, (state, block) => {
  let [a = 0, b = 0, c = 0, d = 0] = state;
  for (let step = 0; step < 64; step += 1) {
    const round = step >> 4;
    const [mixed = 0, index = 0] =
      [
        [(b & c) | (~b & d), step],
        [(d & b) | (~d & c), 5 * step + 1],
        [b ^ c ^ d, 3 * step + 5],
        [c ^ (b | ~d), 7 * step],
      ][round] ?? [];
    const sum = a + mixed + at(SINES, step) + at(block, index % 16);
    [a, b, c, d] = [d, (b + rotate(sum, 32 - at(SHIFTS, round * 4 + (step % 4)))) | 0, b, c];
  }
  return [a, b, c, d];
});

/** SHA-256 (FIPS 180-4) of a text in UTF-8, as hexadecimal digits. */
export const sha256 = hash(
  PRIMES.slice(0, 8).map((prime) => fraction(Math.sqrt(prime))),
  false,
  (state, block) => {
    let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
    PRIMES.forEach((prime, step) => {
      if (step > 15) {
        const [x, y] = [at(block, step - 15), at(block, step - 2)];
        const small = rotate(x, 7) ^ rotate(x, 18) ^ (x >>> 3);
        const large = rotate(y, 17) ^ rotate(y, 19) ^ (y >>> 10);
        block[step] = (at(block, step - 16) + small + at(block, step - 7) + large) | 0;
      }
      const choice = (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) + ((e & f) ^ (~e & g));
      const majority = (rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
      const sum = h + choice + fraction(Math.cbrt(prime)) + at(block, step);
      [a, b, c, d, e, f, g, h] = [(sum + majority) | 0, a, b, c, (d + sum) | 0, e, f, g];
    });
    return [a, b, c, d, e, f, g, h];
  },
);

function hash(initial: Words, littleEndian: boolean, mix: Mix): (text: string) => string {
  return (text) => {
    const bytes = new TextEncoder().encode(text);
    const view = new DataView(new ArrayBuffer((((bytes.length + 8) >> 6) + 1) << 6));
    new Uint8Array(view.buffer).set(bytes);
    view.setUint8(bytes.length, 0x80);
    // The length in bits is a field of 64 bits. No message is so long that it needs the upper half.
    view.setUint32(view.byteLength - (littleEndian ? 8 : 4), bytes.length * 8, littleEndian);
    let state = initial;
    for (let offset = 0; offset < view.byteLength; offset += 64) {
      const block = Array.from({length: 16}, (_, word) => view.getInt32(offset + word * 4, littleEndian));
      const mixed = mix(state, block);
      state = state.map((word, index) => (word + at(mixed, index)) | 0);
    }
    state.forEach((word, index) => view.setInt32(index * 4, word, littleEndian));
    const digest = new Uint8Array(view.buffer, 0, state.length * 4);
    return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
  };
}

/** Reads a word. Every index is inside its list; the type checker does not know that. */
function at(words: Words, index: number): number {
  return words[index] ?? 0;
}

/** Rotates a word to the right. */
function rotate(word: number, by: number): number {
  return (word >>> by) | (word << (32 - by));
}

/** The first 32 bits of the fractional part. */
function fraction(root: number): number {
  return ((root % 1) * 2 ** 32) | 0;
}

function hasDivisor(n: number): boolean {
  for (let divisor = 2; divisor * divisor <= n; divisor += 1) if (n % divisor === 0) return true;
  return false;
}
