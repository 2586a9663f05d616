import {Parser} from 'sip.js/lib/core/messages/parser.js';
import type {Logger} from 'sip.js/lib/core/index.js';

const silent = {error: () => undefined, warn: () => undefined} as unknown as Logger;

/**
 * What SIP.js's own parser makes of a message: `dropped`, `throws` or `read`. To be asked while a test file is loading,
 * before the first phone has put our grammar into SIP.js.
 */
export function stockReading(text: string): 'dropped' | 'read' | 'throws' {
  try {
    return Parser.parseMessage(text, silent) ? 'read' : 'dropped';
  } catch {
    return 'throws';
  }
}
