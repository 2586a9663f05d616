/**
 * Lets a phone make calls on a machine without microphone or camera: a tone and a drawn picture replace them. It tries
 * the real devices first, and only when a call needs them.
 *
 * @param {HTMLElement & {getUserMedia?: unknown}} phone a `<sip-phone>`, or options for `createPhone`
 * @param {(missing: string[]) => void} tell what the machine does not have
 */
export function substituteMedia(phone, tell) {
  phone.getUserMedia = async ({audio = false, video = false}) => {
    const whole = await open({audio, video});
    if (whole) return whole;
    const sound = audio && (await open({audio}));
    const picture = video && (await open({video}));
    const missing = [...(audio && !sound ? ['microphone'] : []), ...(video && !picture ? ['camera'] : [])];
    tell(missing);
    return new MediaStream([
      ...(audio ? (sound || tone()).getAudioTracks() : []),
      ...(video ? (picture || drawing()).getVideoTracks() : []),
    ]);
  };
}

/**
 * Opens the real devices; undefined if there are none. It throws if permission is refused, and the phone shows that.
 */
async function open(constraints) {
  // Browsers hide all devices from a page that came by plain HTTP from another machine.
  if (!navigator.mediaDevices) return undefined;
  try {
    return await navigator.mediaDevices.getUserMedia(constraints);
  } catch (error) {
    if (error.name === 'NotFoundError') return undefined;
    throw error;
  }
}

/** A soft tone that swells twice a second. */
function tone() {
  const context = new AudioContext();
  const voice = new OscillatorNode(context, {frequency: 330 + Math.random() * 220});
  const swell = new OscillatorNode(context, {frequency: 2});
  const volume = new GainNode(context, {gain: 0.05});
  const output = new MediaStreamAudioDestinationNode(context);
  swell.connect(new GainNode(context, {gain: 0.04})).connect(volume.gain);
  voice.connect(volume).connect(output);
  voice.start();
  swell.start();
  whenStopped(output.stream, () => void context.close());
  return output.stream;
}

/** A clock and a wandering disc. */
function drawing() {
  const canvas = Object.assign(document.createElement('canvas'), {width: 640, height: 360});
  const context = canvas.getContext('2d');
  const hue = Math.random() * 360;
  const draw = () => {
    const angle = performance.now() / 700;
    context.fillStyle = `hsl(${hue} 45% 22%)`;
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.fillStyle = `hsl(${hue} 70% 60%)`;
    context.beginPath();
    context.arc(320 + 220 * Math.cos(angle), 180 + 90 * Math.sin(angle * 1.3), 40, 0, 2 * Math.PI);
    context.fill();
    context.fillStyle = 'white';
    context.font = '48px system-ui, sans-serif';
    context.textAlign = 'center';
    context.fillText(new Date().toLocaleTimeString(), 320, 195);
  };
  // A hidden tab gets no animation frames, so with requestAnimationFrame the far end would see a frozen picture.
  const drawer = setInterval(draw, 66);
  draw();
  const stream = canvas.captureStream(15);
  whenStopped(stream, () => clearInterval(drawer));
  return stream;
}

/** Polls the track, because `ended` does not fire for a track that the page itself stops. */
function whenStopped(stream, clean) {
  const [track] = stream.getTracks();
  const watch = setInterval(() => {
    if (track.readyState !== 'ended') return;
    clearInterval(watch);
    clean();
  }, 1000);
}
