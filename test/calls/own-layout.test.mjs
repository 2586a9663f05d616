/** A page that builds its phone of small tags, with one of them outside of the phone. */
import {waitForGrowth} from './harness/media.mjs';
import {scenarios} from './harness/scenario.mjs';

const scenario = scenarios({kamailio: true});

const FACE = `
  <sip-status></sip-status>
  <sip-call-list><template>
    <sip-call>
      <sip-caller></sip-caller> <sip-call-timer></sip-call-timer>
      <sip-answer-button></sip-answer-button> <sip-answer-button video></sip-answer-button>
      <sip-mute-button></sip-mute-button> <sip-hold-button></sip-hold-button> <sip-hangup-button></sip-hangup-button>
      <sip-video></sip-video>
    </sip-call>
  </template></sip-call-list>`;

scenario('a button elsewhere in the page calls, and the phone has the face that the page gave it', async ({person}) => {
  const bob = await person('bob', {face: FACE});
  const outside = `<header><sip-dial-button phone="phone" target="${bob.aor}" video>Call Bob</sip-dial-button></header>`;
  const alice = await person('alice', {face: FACE, outside});
  await alice.click('Call Bob');
  await bob.reads('Alice');
  await bob.click('Answer with video');
  await Promise.all(
    [alice, bob].map(async ({page}) => {
      await waitForGrowth(page, 'audio');
      await waitForGrowth(page, 'video');
      await page.waitForFunction(isPlaying);
    }),
  );
  await bob.click('Hang up');
  await alice.end();
});

/** Whether the far end's picture really plays on the screen, and is not only received. */
function isPlaying() {
  const videos = [...document.querySelectorAll('sip-video')].map((element) =>
    element.shadowRoot?.querySelector('video'),
  );
  return videos.some((video) => video && !video.paused && video.videoWidth > 0 && video.currentTime > 0);
}
