/**
 * The sound that baresip received: 16-bit PCM in WAV files, one per call, named `…-dec.wav` (`…-enc.wav` is what it
 * sent).
 */
import {readdir, readFile} from 'node:fs/promises';
import {join} from 'node:path';

const WAV_HEADER = 44;
const FULL_SCALE = 32_768;

/**
 * @param {string} folder
 * @returns {Promise<{bytes: number, level: number}>}
 */
export async function readRecordings(folder) {
  const names = (await readdir(folder)).filter((name) => name.endsWith('dec.wav'));
  let bytes = 0;
  let squares = 0;
  for (const name of names) {
    const sound = (await readFile(join(folder, name))).subarray(WAV_HEADER);
    bytes += sound.length;
    for (let offset = 0; offset + 1 < sound.length; offset += 2)
      squares += (sound.readInt16LE(offset) / FULL_SCALE) ** 2;
  }
  return {bytes, level: bytes === 0 ? 0 : Math.sqrt(squares / (bytes / 2))};
}
