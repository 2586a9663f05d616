import {substituteMedia} from './substitute-media.js';

const news = document.querySelector('#news');

// Fires when the person chooses a device, and when it is unplugged or plugged in again.
document.querySelector('#left').addEventListener('sip-device-change', ({detail: {kind, device, reason}}) => {
  news.value = `${kind}: ${device?.label ?? 'that of the system'} (${reason})`;
});

for (const phone of document.querySelectorAll('sip-phone')) substituteMedia(phone, () => {});
