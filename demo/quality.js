import {substituteMedia} from './substitute-media.js';

const phone = document.querySelector('#left');
const scores = [];

// A sample comes every second. Figures that cannot be measured are null.
phone.addEventListener('sip-quality', ({detail: {sample}}) => {
  scores.push(sample.mosEstimate?.toFixed(1) ?? '–');
  document.querySelector('#scores').value = scores.slice(-10).join(' ');
});

// A warning, and its end.
for (const type of ['sip-warning', 'sip-warning-cleared']) {
  phone.addEventListener(type, ({detail: {warning}}) => {
    const item = document.createElement('li');
    item.textContent = `${type}: ${warning.kind}, ${warning.cause}`;
    document.querySelector('#warnings').prepend(item);
  });
}

for (const each of document.querySelectorAll('sip-phone')) substituteMedia(each, () => {});
