import {redact, type Logger} from '../core/logger.js';
import type {Logger as StackLogger, LoggerFactory} from './sip-js.js';

/**
 * Leads SIP.js's log into ours. What it calls an error is often a matter of course (a cancelled call, a 401), so
 * nothing of it is louder than `info`; our own code reports real failures. Redacted here too: a page's own logger may
 * not do it.
 */
export function loggerFactory(logger: Logger): LoggerFactory {
  const stack = logger.child('stack');
  const getLogger = (category: string) => {
    const line = (content: unknown) => `${category}: ${redact(String(content))}`;
    const trouble = (content: unknown) => stack.info(line(content));
    const step = (content: unknown) => stack.debug(line(content));
    return {error: trouble, warn: trouble, log: step, debug: step} as unknown as StackLogger;
  };
  return {getLogger} as unknown as LoggerFactory;
}
