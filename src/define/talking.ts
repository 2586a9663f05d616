// What a telephone shows in a conversation, and its settings. It is fetched while nobody waits for it.
import './sip-audio-level.js';
import './sip-call-menu.js';
import './sip-camera-button.js';
import './sip-device-select.js';
import './sip-hold-button.js';
import './sip-mute-button.js';
import './sip-quality.js';
import './sip-video.js';
