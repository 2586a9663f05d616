// What a telephone shows while somebody calls or is called. It is there before calls can come in.
import './sip-call.js';
import './sip-call-card.js';
