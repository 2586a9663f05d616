import type {Translation} from './translation.js';

/** The part of English that comes with every element: what buttons say. The rest is in `en.ts`. */
export const labels = {
  $code: 'en',
  $name: 'English',
  $dir: 'ltr',
  'dial.call': 'Call',
  'dial.call-video': 'Call with video',
  'call.answer': 'Answer',
  'call.answer-video': 'Answer with video',
  'call.decline': 'Decline',
  'call.hangup': 'Hang up',
  'call.cancel': 'Cancel call',
  'call.mute': 'Mute microphone',
  'call.unmute': 'Unmute microphone',
  'call.hold': 'Hold',
  'call.resume': 'Resume',
  'call.conference': 'Conference',
  'call.join': 'Join calls',
  'call.split': 'Split calls',
  'call.record': 'Record',
  'call.recording': 'Recording',
  'call.record-stop': 'Stop recording',
  'call.camera': 'Camera',
  'call.camera-on': 'Turn camera on',
  'call.camera-off': 'Turn camera off',
  'call.transfer': 'Transfer',
} satisfies Partial<Translation>;
