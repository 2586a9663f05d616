/** Whether an earlier page in this tab left calls. Only the SIP engine knows whether it can recover them. */
export function hasLeftCalls(): boolean {
  try {
    return Object.keys(sessionStorage).some((key) => key.startsWith('sip-elements.calls.'));
  } catch {
    return false; // Storage is forbidden here, in a sandboxed frame for instance.
  }
}
