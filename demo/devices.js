import {substituteMedia} from './substitute-media.js';

const news = document.querySelector('#news');

// Told when something is chosen, and when it is pulled out or plugged in again.
document.querySelector('#left').addEventListener('sip-device-change', ({detail: {kind, device, reason}}) => {
  news.value = `${kind}: ${device?.label ?? 'that of the system'} (${reason})`;
});

for (const phone of document.querySelectorAll('sip-phone')) substituteMedia(phone, () => {});
