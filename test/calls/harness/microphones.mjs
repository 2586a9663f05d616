/** Microphones that play a tone each, so that the far end can tell which one it hears. */

/** Hertz of the microphones that `twoMicrophones` makes; neither is an overtone of the other. */
export const DESK = 500;
export const HEADSET = 1300;

/** Runs in the page before all other scripts: makes two microphones, the first of which is the system's default. */
export function twoMicrophones() {
  if (!isSecureContext) return; // this is Firefox's empty page, which comes before ours
  const devices = [
    {deviceId: 'desk', label: 'Desk', frequency: 500},
    {deviceId: 'headset', label: 'Headset', frequency: 1300},
  ];
  let present = devices;
  /** @type {{deviceId: string, track: MediaStreamTrack}[]} */
  const open = [];
  /** @type {AudioContext | undefined} */
  let context;
  const {mediaDevices} = navigator;
  const list = mediaDevices.enumerateDevices.bind(mediaDevices);

  mediaDevices.enumerateDevices = async () => {
    const others = (await list()).filter(({kind}) => kind !== 'audioinput');
    const ours = present.map(({deviceId, label}) => ({kind: 'audioinput', deviceId, label, groupId: ''}));
    return /** @type {MediaDeviceInfo[]} */ ([...ours, ...others]);
  };
  mediaDevices.getUserMedia = async ({audio} = {}) => {
    const {exact, ideal} = /** @type {any} */ (audio)?.deviceId ?? {};
    const wanted = present.find(({deviceId}) => deviceId === (exact ?? ideal)) ?? (exact ? undefined : present[0]);
    if (!wanted) throw new DOMException('no such microphone', 'NotFoundError');
    context ??= new AudioContext();
    const destination = context.createMediaStreamDestination();
    const oscillator = new OscillatorNode(context, {frequency: wanted.frequency});
    oscillator.connect(destination);
    oscillator.start();
    const [track] = destination.stream.getAudioTracks();
    if (!track) throw new Error('a destination has a track');
    Object.defineProperty(track, 'label', {value: wanted.label});
    track.getSettings = () => ({deviceId: wanted.deviceId});
    open.push({deviceId: wanted.deviceId, track});
    return destination.stream;
  };
  const change = () => mediaDevices.dispatchEvent(new Event('devicechange'));
  Object.assign(globalThis, {
    /** @param {string} id */
    unplug(id) {
      present = present.filter(({deviceId}) => deviceId !== id);
      for (const {deviceId, track} of open) {
        if (deviceId !== id || track.readyState === 'ended') continue;
        track.stop();
        track.dispatchEvent(new Event('ended'));
      }
      change();
    },
    plug() {
      present = devices;
      change();
    },
    openMicrophones: () => open.filter(({track}) => track.readyState === 'live').map(({deviceId}) => deviceId),
  });
}
