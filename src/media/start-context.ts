import type {AutoplayGate} from './autoplay-gate.js';

/** Milliseconds that an allowed context may take to start. A refused one never starts, and reports nothing. */
const START_TIME = 500;

/** Starts a context, now or at the next gesture. */
export async function startContext(context: AudioContext, gate: AutoplayGate): Promise<void> {
  if (context.state !== 'running') await started(context);
  if (context.state !== 'suspended' || isAllowed(context)) gate.release(context);
  else gate.hold(context, () => startContext(context, gate));
}

/** Resolves when the context runs, or when it is clear that it does not start. Never rejects. */
export async function started(context: AudioContext): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, START_TIME);
    const done = (): void => {
      clearTimeout(timer);
      resolve();
    };
    context.resume().then(done, done); // The caller reads the result from `context.state`.
  });
}

/**
 * Whether the browser allows the context to play. Only Firefox tells, so it can distinguish a refusal from a machine
 * without a sound card, where no click helps. Always false in other browsers.
 */
export function isAllowed(context: AudioContext): boolean {
  const {getAutoplayPolicy}: {getAutoplayPolicy?: (context: AudioContext) => string} = navigator as object;
  return getAutoplayPolicy?.call(navigator, context) === 'allowed';
}
