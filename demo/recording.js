import {substituteMedia} from './substitute-media.js';

const phone = document.querySelector('#left');
const news = document.querySelector('#news');

phone.addEventListener('sip-recording-start', (event) => {
  const agreed = document.querySelector('#agreed').checked;
  if (!agreed) event.preventDefault();
  news.value = agreed ? '' : 'Not before everybody agrees.';
});

// The event at the end of the recording has the file, also if the recording ends with the call.
phone.addEventListener('sip-recording-change', ({detail: {blob}}) => {
  if (!blob) return;
  const player = Object.assign(document.createElement('audio'), {controls: true, src: URL.createObjectURL(blob)});
  const item = document.createElement('li');
  item.append(player);
  document.querySelector('#recordings').append(item);
});

for (const each of document.querySelectorAll('sip-phone')) substituteMedia(each, () => {});
