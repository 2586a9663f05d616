// Loads the modules of the elements that appear in a page. Importing this module starts it. The table is static so that
// bundlers can follow it and the build knows every address, for integrity hashes.
import {builtIn} from './core/built-in.js';
import {createLogger} from './core/logger.js';

const LOADERS: Readonly<Record<string, () => Promise<unknown>>> = {
  'sip-answer-button': () => import('./define/sip-answer-button.js'),
  'sip-audio-level': () => import('./define/sip-audio-level.js'),
  'sip-call': () => import('./define/sip-call.js'),
  'sip-call-card': () => import('./define/sip-call-card.js'),
  'sip-call-list': () => import('./define/sip-call-list.js'),
  'sip-call-menu': () => import('./define/sip-call-menu.js'),
  'sip-call-timer': () => import('./define/sip-call-timer.js'),
  'sip-caller': () => import('./define/sip-caller.js'),
  'sip-camera-button': () => import('./define/sip-camera-button.js'),
  'sip-device-select': () => import('./define/sip-device-select.js'),
  'sip-conference-button': () => import('./define/sip-conference-button.js'),
  'sip-consent': () => import('./define/sip-consent.js'),
  'sip-dial-button': () => import('./define/sip-dial-button.js'),
  'sip-dial-field': () => import('./define/sip-dial-field.js'),
  'sip-dialpad': () => import('./define/sip-dialpad.js'),
  'sip-hangup-button': () => import('./define/sip-hangup-button.js'),
  'sip-hold-button': () => import('./define/sip-hold-button.js'),
  'sip-mute-button': () => import('./define/sip-mute-button.js'),
  'sip-phone': () => import('./define/sip-phone.js'),
  'sip-quality': () => import('./define/sip-quality.js'),
  'sip-record-button': () => import('./define/sip-record-button.js'),
  'sip-screen-button': () => import('./define/sip-screen-button.js'),
  'sip-softphone': () => import('./define/sip-softphone.js'),
  'sip-status': () => import('./define/sip-status.js'),
  'sip-transfer-button': () => import('./define/sip-transfer-button.js'),
  'sip-video': () => import('./define/sip-video.js'),
  'sip-volume-range': () => import('./define/sip-volume-range.js'),
};

/** The default face of an owner without children. The owner would load it too, but only after its own module. */
const FACES: Readonly<Record<string, string>> = {'sip-phone': 'sip-softphone', 'sip-call': 'sip-call-card'};

const loading = new Map<string, Promise<void>>();

/** Loads and registers a tag once. A failure is logged, and the next element with that tag tries again. */
function load(tag: string): Promise<void> {
  const known = loading.get(tag);
  if (known) return known;
  const loaded = Promise.resolve(LOADERS[tag]?.()).then(
    () => undefined,
    (error: unknown) => {
      loading.delete(tag);
      createLogger().error(`<${tag}> could not be loaded.`, error);
    },
  );
  loading.set(tag, loaded);
  return loaded;
}

/** All elements whose tags may have to be loaded, in templates too: what a call is shown by has to be there before it. */
function* elementsIn(root: Element | Document | DocumentFragment): Generator<Element> {
  if (root instanceof Element) yield root;
  if (root instanceof HTMLTemplateElement) yield* elementsIn(root.content);
  // Owners count even when they are defined: this one may be the first that shows its default face.
  const selector = [':not(:defined)', ...Object.keys(FACES)].join();
  yield* builtIn(root, 'querySelectorAll')(selector);
  for (const template of builtIn(root, 'querySelectorAll')('template')) yield* elementsIn(template.content);
}

function tagsIn(root: Element | Document | DocumentFragment): Set<string> {
  const tags = new Set<string>();
  for (const element of elementsIn(root)) {
    const tag = builtIn(element, 'localName');
    const face = FACES[tag];
    if (Object.hasOwn(LOADERS, tag)) tags.add(tag);
    if (face !== undefined && element.childElementCount === 0) tags.add(face);
  }
  return tags;
}

/** Loads the elements that are in a part of the page now. Resolves when all of them are registered. */
async function scan(root: Element | Document | DocumentFragment): Promise<void> {
  const tags = tagsIn(root);
  // A phone comes last: when it registers, whatever answers a call is there.
  const phone = tags.delete('sip-phone');
  await Promise.all([...tags].map(load));
  if (phone) await load('sip-phone');
}

/**
 * Loads the elements in `root`, now and when they are added later. Call it for shadow roots: the autoloader observes
 * only the document by itself.
 *
 * @returns a function that stops the observation.
 */
export function observe(root: Document | ShadowRoot | Element): () => void {
  const observer = new MutationObserver((records) => {
    for (const {addedNodes} of records) {
      for (const node of addedNodes) if (node instanceof Element) void scan(node);
    }
  });
  observer.observe(root, {subtree: true, childList: true});
  void scan(root);
  return () => observer.disconnect();
}

/** The tags that the page lists in `data-sip-preload` on any element. They are loaded before they appear. */
function preloaded(): string[] {
  return [...builtIn(document, 'querySelectorAll')('[data-sip-preload]')].flatMap((element) =>
    (builtIn(element, 'getAttribute')('data-sip-preload') ?? '')
      .split(/\s+/)
      .filter((tag) => Object.hasOwn(LOADERS, tag)),
  );
}

async function start(): Promise<void> {
  observe(document);
  await Promise.all([scan(document), ...preloaded().map(load)]);
  builtIn(document, 'dispatchEvent')(new CustomEvent('sip-elements-ready'));
}

// On a server there is nothing to observe.
if (typeof document !== 'undefined') void start();
