// MD5 (RFC 1321) of a text in UTF-8, as digest authentication needs it; takes the place of SIP.js's copy of it.

const SHIFTS = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21];
const SINES = Array.from({length: 64}, (_, index) => Math.floor(Math.abs(Math.sin(index + 1)) * 2 ** 32) | 0);

export const Md5 = {
  /** @param {string} text */
  hashStr(text) {
    const bytes = new TextEncoder().encode(text);
    const padded = new Uint8Array((((bytes.length + 8) >> 6) + 1) << 6);
    const view = new DataView(padded.buffer);
    padded.set(bytes);
    padded[bytes.length] = 0x80;
    view.setUint32(padded.length - 8, bytes.length * 8, true);
    view.setUint32(padded.length - 4, bytes.length / 2 ** 29, true);
    const state = new Int32Array([0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476]);
    for (let offset = 0; offset < padded.length; offset += 64) addBlock(state, view, offset);
    return Array.from(new Uint8Array(state.buffer), (byte) => byte.toString(16).padStart(2, '0')).join('');
  },
};

function addBlock(state, view, offset) {
  let [a, b, c, d] = state;
  for (let step = 0; step < 64; step += 1) {
    const round = step >> 4;
    const [mixed, word] = [
      [(b & c) | (~b & d), step],
      [(d & b) | (~d & c), 5 * step + 1],
      [b ^ c ^ d, 3 * step + 5],
      [c ^ (b | ~d), 7 * step],
    ][round];
    const sum = (a + mixed + SINES[step] + view.getInt32(offset + (word % 16) * 4, true)) | 0;
    const shift = SHIFTS[round * 4 + (step % 4)];
    [a, b, c, d] = [d, (b + ((sum << shift) | (sum >>> (32 - shift)))) | 0, b, c];
  }
  state.set([state[0] + a, state[1] + b, state[2] + c, state[3] + d]);
}
