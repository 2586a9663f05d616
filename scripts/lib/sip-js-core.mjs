import {readFileSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {nodeResolve} from '@rollup/plugin-node-resolve';
import {transform} from 'esbuild';
import {rollup} from 'rollup';
import {leanSipJs} from './lean-sip-js.mjs';

/** The module that names what we take of SIP.js, and the folder of what is in its place in the package. */
export const SIP_JS = 'src/sip/sip-js.ts';
export const SIP_JS_FOLDER = 'node_modules/sip.js';

/**
 * What takes the place of `src/sip/sip-js.ts` in `dist/`, in `cdn/` and in tests: one module with all of SIP.js that is run.
 * It stays readable; whoever bundles it makes it small.
 *
 * @param {string} root of the project
 * @returns {Promise<string>}
 */
export async function sipJsCore(root) {
  const bundle = await rollup({
    input: resolve(root, SIP_JS),
    plugins: [typescript(), nodeResolve({browser: true}), leanSipJs()],
    onwarn: ({message}) => {
      throw new Error(message);
    },
  });
  const {output} = await bundle.generate({format: 'es'});
  await bundle.close();
  // It leaves out the comments, half of all bytes.
  const {code} = await transform(output[0].code, {target: 'es2022', legalComments: 'inline'});
  const {version} = JSON.parse(readFileSync(join(root, SIP_JS_FOLDER, 'package.json'), 'utf8'));
  return `/*! SIP.js ${version}, changed; MIT licence, Copyright (c) 2020 Junction Networks: see LICENSES.txt */\n${code}`;
}

function typescript() {
  return {
    name: 'typescript',
    load: async (id) => (id.endsWith('.ts') ? (await transform(readFileSync(id, 'utf8'), {loader: 'ts'})).code : null),
  };
}
