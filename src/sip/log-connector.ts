import type {LoggerFactory} from './sip-js.js';
import {redact, type Logger} from '../core/logger.js';

/**
 * Leads SIP.js's log into ours. What it calls an error is often a matter of course (a cancelled call, a 401), so
 * nothing of it is louder than `info`; our own code reports real failures. Redacted here too: a page's own logger may
 * not do it.
 */
export function logConnector(logger: Logger): NonNullable<LoggerFactory['connector']> {
  const stack = logger.child('stack');
  return (level, category, _label, content: unknown) => {
    const line = `${category}: ${redact(String(content))}`;
    if (level === 'error' || level === 'warn') stack.info(line);
    else stack.debug(line);
  };
}
