import type {LoggerFactory} from './sip-js.js';
import {redact, type Logger} from '../core/logger.js';

/**
 * Passes SIP.js's log lines to our logger. SIP.js reports normal events as errors (a canceled call, a 401), so no line
 * gets a higher level than `info`; our own code reports real failures. This function removes secrets from the lines,
 * because a page's own logger may not do that.
 */
export function logConnector(logger: Logger): NonNullable<LoggerFactory['connector']> {
  const stack = logger.child('stack');
  return (level, category, _label, content: unknown) => {
    const line = `${category}: ${redact(String(content))}`;
    if (level === 'error' || level === 'warn') stack.info(line);
    else stack.debug(line);
  };
}
