import {substituteMedia} from './substitute-media.js';

for (const phone of document.querySelectorAll('sip-phone')) {
  substituteMedia(phone, (missing) => console.info(`No ${missing.join(', no ')} here: sending a tone and a picture.`));
}
