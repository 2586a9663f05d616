/** Whether a page before this one in the same tab left calls that may be recovered; the SIP engine knows more. */
export function hasLeftCalls(): boolean {
  try {
    return Object.keys(sessionStorage).some((key) => key.startsWith('sip-elements.calls.'));
  } catch {
    return false; // Storage is forbidden here, in a sandboxed frame for instance.
  }
}
