/** Returns a random identifier. Insecure pages (plain http) lack `crypto.randomUUID`, but have `getRandomValues`. */
export function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
