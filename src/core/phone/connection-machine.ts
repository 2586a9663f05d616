/** The signalling connection: `reconnecting` means that it was lost, and the phone tries to connect again. */
export type ConnectionPhase = 'offline' | 'connecting' | 'online' | 'reconnecting';

/** The binding at the registrar (RFC 3261 section 10). */
export type RegistrationPhase = 'none' | 'registering' | 'registered' | 'unregistering' | 'rejected';

const NEXT_CONNECTION: Readonly<Record<ConnectionPhase, readonly ConnectionPhase[]>> = {
  offline: ['connecting'],
  connecting: ['online', 'reconnecting', 'offline'],
  online: ['reconnecting', 'offline'],
  reconnecting: ['online', 'offline'],
};

const NEXT_REGISTRATION: Readonly<Record<RegistrationPhase, readonly RegistrationPhase[]>> = {
  none: ['registering'],
  registering: ['registered', 'rejected', 'none'],
  registered: ['registering', 'unregistering', 'rejected', 'none'],
  unregistering: ['none'],
  rejected: ['registering', 'none'],
};

export function canConnectionMove(from: ConnectionPhase, to: ConnectionPhase): boolean {
  return NEXT_CONNECTION[from].includes(to);
}

export function canRegistrationMove(from: RegistrationPhase, to: RegistrationPhase): boolean {
  return NEXT_REGISTRATION[from].includes(to);
}
