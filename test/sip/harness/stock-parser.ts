import {Parser} from 'sip.js/lib/core/messages/parser.js';
import type {Logger} from 'sip.js/lib/core/index.js';

const silent = {error: () => undefined, warn: () => undefined} as unknown as Logger;

/**
 * Returns how SIP.js's own parser takes a message: `dropped`, `throws` or `read`. Call it while a test file loads,
 * before the first phone puts our grammar into SIP.js.
 */
export function stockReading(text: string): 'dropped' | 'read' | 'throws' {
  try {
    return Parser.parseMessage(text, silent) ? 'read' : 'dropped';
  } catch {
    return 'throws';
  }
}
