import {substituteMedia} from './substitute-media.js';

const count = document.querySelector('#violations');
const reports = document.querySelector('#reports');

function show() {
  count.value = String(globalThis.violations.length);
  reports.replaceChildren(
    ...globalThis.violations.map(({violatedDirective, blockedURI, sourceFile, lineNumber}) => {
      const item = document.createElement('li');
      item.textContent = `${violatedDirective}: ${blockedURI} at ${sourceFile}:${lineNumber}`;
      return item;
    }),
  );
}

document.addEventListener('violations-change', show);
show();

for (const phone of document.querySelectorAll('sip-phone')) substituteMedia(phone, () => {});
