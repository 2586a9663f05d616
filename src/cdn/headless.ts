// The phone without a tag: for a page that has a face of its own, and neither a bundler nor Lit.
export * from '../core/index.js';
export {BROWSER_PORTS, createPhone} from '../create-phone.js';
