import {logEvents} from './event-log.js';
import {substituteMedia} from './substitute-media.js';

const phones = document.querySelector('#phones');
const switches = document.querySelector('#switches');

// Languages other than English are loaded when the person chooses them.
const languages = {en: async () => {}, de: () => import('/cdn/i18n/de.js'), he: () => import('/cdn/i18n/he.js')};

const settings = {
  lang: async (code) => {
    await languages[code]();
    phones.lang = code;
  },
  dir: (direction) => {
    if (direction) phones.dir = direction;
    else phones.removeAttribute('dir');
  },
  theme: (theme) => {
    document.documentElement.dataset.theme = theme;
  },
};

switches.addEventListener('change', ({target}) => settings[target.name](target.value));
// After a reload, browsers restore the chosen values of form controls.
for (const select of switches.elements) settings[select.name](select.value);

const substitute = document.querySelector('#substitute');
for (const phone of phones.querySelectorAll('sip-phone')) {
  substituteMedia(phone, (missing) => {
    substitute.textContent = `This machine has no ${missing.join(' and no ')}: a tone and a drawn picture are sent instead.`;
    substitute.hidden = false;
  });
}

const log = document.querySelector('#log');
logEvents(phones, log);
document.querySelector('#clear').addEventListener('click', () => log.replaceChildren());

const {server, kind} = await (await fetch('/config.json')).json();
const builtIn = kind === 'embedded';
document.querySelector('#server').textContent =
  `Server: ${server} (${builtIn ? 'built in, for trying things out' : 'a real one'})`;
document.querySelector('#failures').hidden = !builtIn; // A real server has other users.
