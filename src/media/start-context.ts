import type {AutoplayGate} from './autoplay-gate.js';

/** Milliseconds that an allowed context may take to start running; a refused one never does, and never says so. */
const START_TIME = 500;

/** Makes time go on in a context, now or at the next gesture. */
export async function startContext(context: AudioContext, gate: AutoplayGate): Promise<void> {
  if (context.state !== 'running') await started(context);
  if (context.state !== 'suspended' || isAllowed(context)) gate.release(context);
  else gate.hold(context, () => startContext(context, gate));
}

/** Resolves once the context runs, or is not going to. */
export async function started(context: AudioContext): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, START_TIME);
    const done = (): void => {
      clearTimeout(timer);
      resolve();
    };
    context.resume().then(done, done); // What came of it is in `context.state`.
  });
}

/** Firefox alone tells a refusal from a machine without a sound card, where no click helps; `false` elsewhere. */
export function isAllowed(context: AudioContext): boolean {
  const {getAutoplayPolicy}: {getAutoplayPolicy?: (context: AudioContext) => string} = navigator as object;
  return getAutoplayPolicy?.call(navigator, context) === 'allowed';
}
