import {resolve} from 'node:path';

/**
 * The chunks of `cdn/`, in the order in which a page comes to need them, and the modules that each begins with. A module is
 * in the first chunk that needs it, so no chunk makes a page fetch a later one.
 */
export const CHUNKS = {
  base: ['define/sip-mute-button.js'],
  // What a face has in common with what is headless, too: a page with a face of its own does not fetch ours.
  phone: ['define/sip-phone.js', 'core/conference/joining.js', 'core/devices/device-choice.js', 'core/visible-text.js'],
  face: ['define/sip-softphone.js'],
  answering: ['define/answering.js'],
  talking: ['define/talking.js'],
  media: ['media/index.js'],
  tones: ['media/tones.js'],
  sip: ['sip/index.js'],
  incoming: ['sip/incoming.js'],
  conversation: [
    ...['core/lazy/conversation.js', 'sip/conversation.js'],
    ...['media/mixing/mixer.js', 'media/mixing/stream-recorder.js'],
  ],
  // The entry itself is in none: a page that loads it with a query would get it, and its registry, twice.
  rest: ['define/all.js', 'index.js'],
};

/** Those of `cdn/headless.js`, which are their own: what it shares with tags is in files that have Lit, too. */
export const HEADLESS_CHUNKS = {
  phone: ['core/index.js', 'create-phone.js'],
  ...Object.fromEntries(['media', 'tones', 'sip', 'incoming', 'conversation'].map((name) => [name, CHUNKS[name]])),
};

/** For the option `manualChunks` of rollup. */
export function chunks(table) {
  const chunkOf = new Map();
  return (id, {getModuleInfo}) => {
    if (chunkOf.size === 0) {
      for (const [chunk, modules] of Object.entries(table)) {
        for (const module of modules) collect(resolve('dist', module), chunk, {chunkOf, getModuleInfo});
      }
    }
    return chunkOf.get(id);
  };
}

const FACES = ['face', 'answering', 'talking'];
const HEADLESS = ['media', 'tones', 'sip', 'conversation'];

/** Puts a module and all that it imports into a chunk, unless an earlier one has it. */
function collect(id, chunk, {chunkOf, getModuleInfo}) {
  const earlier = chunkOf.get(id);
  if (HEADLESS.includes(chunk) && FACES.includes(earlier)) {
    throw new Error(`${id} is in the chunk ${earlier}, but ${chunk} needs it too: name it under phone`);
  }
  if (earlier) return;
  chunkOf.set(id, chunk);
  const info = getModuleInfo(id);
  // A part that the bundle has not asked for is a mistake in the table above.
  if (!info) throw new Error(`${id} is in no bundle`);
  for (const imported of info.importedIds) collect(imported, chunk, {chunkOf, getModuleInfo});
}
