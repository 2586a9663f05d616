import {durationInWords} from './duration.js';
import type {Translation} from './translation.js';
import {registerTranslation} from './translations.js';

const KEYS: Readonly<Record<string, string>> = {'*': 'Stern', '#': 'Raute'};

/** German. Importing this module registers it. */
export const de = {
  $code: 'de',
  $name: 'Deutsch',
  $dir: 'ltr',

  'phone.label': 'Telefon',
  'phone.retry': 'Erneut versuchen',
  'phone.dismiss': 'Meldung schließen',
  'phone.audio-blocked': 'Klicken, um den Anruf zu hören',

  'dial.call': 'Anrufen',
  'dial.call-video': 'Mit Video anrufen',
  'dial.call-back': 'Zurückrufen',
  'dial.label': 'Nummer oder Adresse',
  'dial.placeholder': 'Nummer oder Adresse',
  'dial.missing': 'Geben Sie eine Nummer oder Adresse ein.',
  'dial.delete': 'Letzte Ziffer löschen',
  'dialpad.label': 'Wähltasten',
  'dialpad.short': 'Tasten',
  'dialpad.key': (key, letters) => [KEYS[key] ?? key, letters].filter(Boolean).join(' '),

  'call.answer': 'Annehmen',
  'call.answer-video': 'Mit Video annehmen',
  'call.decline': 'Ablehnen',
  'call.hangup': 'Auflegen',
  'call.cancel': 'Anruf abbrechen',
  'call.mute': 'Mikrofon stummschalten',
  'call.unmute': 'Mikrofon einschalten',
  'call.muted': 'Mikrofon stumm',
  'call.hold': 'Halten',
  'call.resume': 'Fortsetzen',
  'call.mute-short': 'Stumm',
  'call.camera': 'Kamera',
  'call.camera-on': 'Kamera einschalten',
  'call.camera-off': 'Kamera ausschalten',
  'call.incoming': (caller) => `Eingehender Anruf von ${caller}`,
  'call.with': (party) => `Gespräch mit ${party}`,
  'call.duration': (seconds) => durationInWords('de', seconds),
  'caller.unknown': 'Unbekannter Anrufer',
  'caller.anonymous': 'Anonym',
  'calls.label': 'Anrufe',
  'calls.empty': 'Keine Anrufe',
  'calls.count': (count) => (count === 1 ? '1 Anruf' : `${String(count)} Anrufe`),
  'video.remote': 'Bild der Gegenseite',
  'video.local': 'Eigenes Bild',

  'status.idle': 'Nicht verbunden',
  'status.connecting': 'Verbindung wird hergestellt …',
  'status.ready': 'Bereit zum Anrufen',
  'status.registered': 'Erreichbar',
  'status.reconnecting': 'Verbindung unterbrochen. Wird wiederhergestellt …',
  'status.failed': 'Außer Betrieb',

  'registration.none': 'Nicht angemeldet',
  'registration.registering': 'Anmeldung läuft …',
  'registration.registered': 'Angemeldet',
  'registration.unregistering': 'Abmeldung läuft …',
  'registration.rejected': 'Anmeldung abgelehnt',

  'state.inbound.new': 'Eingehender Anruf',
  'state.inbound.trying': 'Eingehender Anruf',
  'state.inbound.requesting': 'Eingehender Anruf',
  'state.inbound.recovering': 'Gespräch wird wiederhergestellt …',
  'state.inbound.ringing': 'Eingehender Anruf',
  'state.inbound.answering': 'Wird verbunden …',
  'state.inbound.early': 'Eingehender Anruf',
  'state.inbound.active': 'Verbunden',
  'state.inbound.held': 'Gehalten',
  'state.inbound.hangup': 'Anruf beendet',
  'state.inbound.destroy': 'Anruf beendet',
  'state.inbound.purge': 'Anruf beendet',
  'state.outbound.new': 'Wird angerufen …',
  'state.outbound.trying': 'Wird angerufen …',
  'state.outbound.requesting': 'Wird angerufen …',
  'state.outbound.recovering': 'Gespräch wird wiederhergestellt …',
  'state.outbound.ringing': 'Es klingelt …',
  'state.outbound.answering': 'Wird verbunden …',
  'state.outbound.early': 'Wird angerufen …',
  'state.outbound.active': 'Verbunden',
  'state.outbound.held': 'Gehalten',
  'state.outbound.hangup': 'Anruf beendet',
  'state.outbound.destroy': 'Anruf beendet',
  'state.outbound.purge': 'Anruf beendet',
  'state.remote-ringing': 'Es klingelt …',
  'state.held-local': 'Gehalten',
  'state.held-remote': 'Die Gegenseite hält das Gespräch',
  'state.held-both': 'Von beiden Seiten gehalten',

  'end.hangup': 'Anruf beendet.',
  'end.remote-hangup': 'Die Gegenseite hat aufgelegt.',
  'end.missed': 'Verpasster Anruf.',
  'end.you-declined': 'Anruf abgelehnt.',
  'end.canceled': 'Anruf abgebrochen.',
  'end.rejected': 'Der Anruf wurde nicht angenommen.',
  'end.busy': 'Die Leitung ist besetzt.',
  'end.declined': 'Die Gegenseite hat den Anruf abgelehnt.',
  'end.unavailable': 'Die Gegenseite ist gerade nicht erreichbar. Versuchen Sie es später noch einmal.',
  'end.not-found': 'Diese Nummer oder Adresse gibt es nicht. Prüfen Sie sie und versuchen Sie es noch einmal.',
  'end.address-incomplete': 'Diese Nummer ist unvollständig. Prüfen Sie sie und versuchen Sie es noch einmal.',
  'end.redirected': 'Der Anruf wurde an eine andere Adresse verwiesen und nicht weitergeleitet.',
  'end.incompatible': 'Die Gegenseite kann diese Art von Anruf nicht annehmen.',
  'end.wrong-credentials':
    'Der Server hat Benutzername oder Passwort nicht angenommen. Prüfen Sie beide und versuchen Sie es noch einmal.',
  'end.forbidden': 'Der Server lässt diesen Anruf nicht zu.',
  'end.no-answer': 'Niemand hat abgenommen.',
  'end.answered-elsewhere': 'An einem anderen Telefon angenommen.',
  'end.timeout': 'Der Server hat nicht rechtzeitig geantwortet. Versuchen Sie es noch einmal.',
  'end.connection-error':
    'Der Anruf ging verloren, weil die Verbindung abriss. Prüfen Sie Ihr Netz und rufen Sie noch einmal an.',
  'end.server-error': 'Der Server konnte den Anruf nicht herstellen. Versuchen Sie es später noch einmal.',
  'end.protocol-error': 'Der Anruf schlug fehl, weil die beiden Seiten einander nicht verstanden.',
  'end.session-expired': 'Die Gegenseite meldet sich nicht mehr. Rufen Sie noch einmal an.',
  'end.dialog-gone': 'Die Gegenseite kennt dieses Gespräch nicht mehr. Rufen Sie noch einmal an.',
  'end.bad-session-description': 'Der Anruf schlug fehl: Über Ton und Bild ließ sich keine Einigung erzielen.',
  'end.permission-denied':
    'Das Mikrofon ist gesperrt. Erlauben Sie es in den Einstellungen dieser Website neben der Adresszeile und rufen Sie noch einmal an.',
  'end.no-microphone': 'Kein Mikrofon gefunden. Schließen Sie eines an und rufen Sie noch einmal an.',
  'end.device-busy':
    'Mikrofon oder Kamera werden von einem anderen Programm benutzt. Schließen Sie es und rufen Sie noch einmal an.',
  'end.insecure-context':
    'Anrufe brauchen eine sichere Seite. Öffnen Sie diese Seite mit https:// und rufen Sie noch einmal an.',
  'end.media-timeout': 'Der Ton ging verloren und kam nicht wieder. Prüfen Sie Ihr Netz und rufen Sie noch einmal an.',
  'end.media-failed': 'Der Ton kam nicht durch. Prüfen Sie Ihr Netz und rufen Sie noch einmal an.',
  'end.internal': 'Der Anruf schlug wegen eines unerwarteten Fehlers fehl. Rufen Sie noch einmal an.',

  'error.invalid-address':
    'Diese Nummer oder Adresse kann nicht angerufen werden. Prüfen Sie sie und versuchen Sie es noch einmal.',
  'error.invalid-argument': 'Das Telefon hat einen Wert erhalten, mit dem es nichts anfangen kann.',
  'error.invalid-state': 'Das ist im Moment nicht möglich.',
  'error.not-configured': 'Das Telefon ist noch nicht eingerichtet. Wenden Sie sich an den Betreiber dieser Seite.',
  'error.permission-denied':
    'Mikrofon oder Kamera sind gesperrt. Erlauben Sie sie in den Einstellungen dieser Website neben der Adresszeile und versuchen Sie es noch einmal.',
  'error.no-microphone': 'Kein Mikrofon gefunden. Schließen Sie eines an und versuchen Sie es noch einmal.',
  'error.no-camera':
    'Keine Kamera gefunden. Schließen Sie eine an und versuchen Sie es noch einmal, oder rufen Sie ohne Video an.',
  'error.device-busy':
    'Mikrofon oder Kamera werden von einem anderen Programm benutzt. Schließen Sie es und versuchen Sie es noch einmal.',
  'error.insecure-context': 'Anrufe brauchen eine sichere Seite. Öffnen Sie diese Seite mit https://.',
  'error.media-unsupported':
    'Dieser Browser kann nicht telefonieren. Benutzen Sie eine aktuelle Version von Chrome, Edge, Firefox oder Safari.',
  'error.media-failed':
    'Mikrofon oder Kamera konnten nicht benutzt werden. Ziehen Sie das Gerät ab, schließen Sie es wieder an und versuchen Sie es noch einmal.',
  'error.server-unreachable': 'Der Server ist nicht erreichbar. Prüfen Sie Ihr Netz und versuchen Sie es noch einmal.',
  'error.connection-lost': 'Die Verbindung zum Server ist abgerissen. Prüfen Sie Ihr Netz.',
  'error.registration-rejected':
    'Der Server hat die Anmeldung abgelehnt. Wenden Sie sich an den Verwalter Ihres Kontos.',
  'error.wrong-credentials':
    'Benutzername oder Passwort ist falsch. Prüfen Sie beide und versuchen Sie es noch einmal.',
  'error.credentials-missing': 'Der Server verlangt ein Passwort. Geben Sie es ein und versuchen Sie es noch einmal.',
  'error.timeout': 'Der Server hat nicht rechtzeitig geantwortet. Versuchen Sie es noch einmal.',
  'error.call-failed': 'Der Anruf kam nicht zustande. Versuchen Sie es noch einmal.',
  'error.renegotiation-refused':
    'Die Gegenseite hat die Änderung nicht angenommen. Das Gespräch läuft weiter wie bisher.',
  'error.bad-session-description': 'Mit der Gegenseite ließ sich über Ton und Bild keine Einigung erzielen.',
  'error.internal': 'Es ist ein unerwarteter Fehler aufgetreten. Versuchen Sie es noch einmal.',
} satisfies Translation;

registerTranslation(de);
