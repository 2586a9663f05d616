export type LogLevel = 'error' | 'warn' | 'info' | 'debug';

/** Where the package writes its log. Every line is redacted before it gets here. */
export type LogSink = (level: LogLevel, name: string, message: string, cause?: unknown) => void;

export interface Logger {
  error(message: string, cause?: unknown): void;
  warn(message: string, cause?: unknown): void;
  info(message: string, cause?: unknown): void;
  debug(message: string, cause?: unknown): void;
  /** Makes a logger for a part: `phone` → `phone.call`. */
  child(name: string): Logger;
}

// An attacker can try passwords offline on the digest of an Authorization header. ICE and TURN secrets grant access
// directly.
const SECRETS: readonly (readonly [RegExp, string])[] = [
  [/^((?:Proxy-)?Authorization\s*:\s*\S+)(?:[^\S\n\r].*)?/gim, '$1 [redacted]'],
  [
    /\b((?:password|passwd|secret|credential|ha1|token|response|cnonce)["']?\s*[=:]\s*)("[^"]*"|'[^']*'|[^\s,;&}]+)/gi,
    '$1[redacted]',
  ],
  [/(a=(?:ice-pwd|crypto):).*/g, '$1[redacted]'],
];

/** Removes secrets from a text for a log. */
export function redact(text: string): string {
  return SECRETS.reduce((result, [pattern, replacement]) => result.replace(pattern, replacement), text);
}

/** Writes errors and warnings to the console, and drops the rest. This is the only place that writes to the console. */
export const consoleSink: LogSink = (level, name, message, cause) => {
  if (level === 'error') console.error(`[${name}] ${message}`, ...(cause === undefined ? [] : [cause]));
  else if (level === 'warn') console.warn(`[${name}] ${message}`, ...(cause === undefined ? [] : [cause]));
};

export function createLogger(sink: LogSink = consoleSink, name = 'sip-elements'): Logger {
  const write = (level: LogLevel) => (message: string, cause?: unknown) => sink(level, name, redact(message), cause);
  return {
    error: write('error'),
    warn: write('warn'),
    info: write('info'),
    debug: write('debug'),
    child: (part) => createLogger(sink, `${name}.${part}`),
  };
}
