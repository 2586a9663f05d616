// All functions that read a text from the network, by module, and how to call each one with a text.
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import {pathToFileURL} from 'node:url';
import {build} from 'esbuild';

/** Returns a message whose header fields all have this value, or one line of it each, as many as the parser reads. */
function message(text) {
  const lines = text.split('\n', 500);
  return {
    statusCode: 302,
    reasonPhrase: text,
    data: text,
    body: text,
    getHeader: () => text,
    getHeaders: () => lines,
    hasHeader: () => true,
  };
}

/** A reader that refuses a text by throwing has still read it. */
const refusing = (read) => (text) => {
  try {
    return read(text);
  } catch (error) {
    return error;
  }
};

const ENDED = {startTime: new Date(), end: {failed: true}};
const LANGUAGE = {term: () => ''};

/** @type {Readonly<Record<string, (module: any) => Record<string, (text: string) => unknown>>>} */
const READERS = {
  'core/address.ts': (core) => ({
    isSipUri: core.isSipUri,
    domainOf: core.domainOf,
    userOf: core.userOf,
    escapeUser: core.escapeUser,
    plainAddress: core.plainAddress,
    ...Object.fromEntries(
      ['#', 'sip:#', 'sip:a@#', 'sip:#@b.c', 'tel:#', 'a <#>'].map((form) => [
        `toSipUri ${form}`,
        refusing((text) =>
          core.toSipUri(
            form.replace('#', () => text),
            'example.com',
          ),
        ),
      ]),
    ),
  }),
  'core/logger.ts': ({redact}) => ({redact}),
  'core/visible-text.ts': ({visibleText}) => ({visibleText}),
  'core/config/credentials.ts': ({checkCredentials}) => ({
    token: refusing((text) => checkCredentials({token: text})),
    ha1: refusing((text) => checkCredentials({ha1: text, username: text, realm: text})),
    password: refusing((text) => checkCredentials({password: text, username: text})),
  }),
  'core/config/server-address.ts': ({resolveServers}) => ({resolveServers: refusing(resolveServers)}),
  'core/call/auto-answer.ts': ({trusting, wantedAfter}) => ({
    wantedAfter: (text) => wantedAfter(message(text)),
    trusting: (text) => trusting(text)({call: {remoteIdentity: {uri: `sip:${text}`}}, after: 1}),
  }),
  'core/call/call-back.ts': ({callBackTarget}) => ({
    callBackTarget: (text) => callBackTarget({...ENDED, remoteIdentity: {uri: text}}),
    'callBackTarget sip:': (text) => callBackTarget({...ENDED, remoteIdentity: {uri: `sip:${text}`}}),
  }),
  'core/call/custom-headers.ts': ({isNamePart, customHeaders}) => ({
    isNamePart,
    name: (text) => customHeaders([{name: `X-${text}`, value: text}], ''),
    'many of one name': (text) =>
      customHeaders(
        text.split(',').map((value) => ({name: 'X-A', value})),
        '',
      ),
  }),
  'core/call/digits.ts': ({readDigits}) => ({readDigits: refusing((text) => readDigits(text, {}))}),
  'core/call/end-causes.ts': ({parseReasons}) => ({
    parseReasons: (text) => parseReasons([text]),
    'parseReasons SIP': (text) => parseReasons([`SIP${text}`]),
  }),
  'elements/party.ts': ({partyOf, initialsOf}) => ({
    partyOf: (text) => partyOf({name: text, uri: text, user: text}, LANGUAGE),
    initialsOf,
  }),
  'elements/save-file.ts': ({recordingName}) => ({
    recordingName: (text) => recordingName({...ENDED, remoteIdentity: {name: text, user: text, uri: text}}, text),
  }),
  'sip/authentication/challenge.ts': ({parseChallenges, parseParameters}) => ({
    parseChallenges: (text) => parseChallenges([text]),
    'parseChallenges of a scheme': (text) => parseChallenges([`Digest ${text}`]),
    'parseChallenges of many fields': (text) => parseChallenges(text.split('\n', 500)),
    parseParameters,
  }),
  'sip/media/digit-of-info.ts': ({digitOfInfo}) => ({
    digits: (text) => digitOfInfo('application/dtmf', text),
    relay: (text) => digitOfInfo('application/dtmf-relay', text),
    type: (text) => digitOfInfo(text, '1'),
  }),
  'sip/messages/grammar.ts': ({readValue}) =>
    Object.fromEntries(
      ['SIP_URI', 'uuid', 'From', 'Name_Addr_Header', 'Refer_To', 'Via', 'CSeq', 'Content_Disposition']
        .concat(['Content_Length', 'Content_Type', 'Event', 'Max_Forwards', 'Replaces', 'Call_ID', 'To'])
        .map((rule) => [rule, (text) => readValue(text, rule)]),
    ),
  'sip/messages/header-fields.ts': ({longName}) => ({longName}),
  'sip/messages/header-grammar.ts': ({readVia, readCSeq, ...others}) => ({
    readCSeq,
    'readCSeq of two parts': (text) => readCSeq(`1 ${text}`),
    readVia,
    'readVia of a host': (text) => readVia(`SIP/2.0/WS ${text}`),
    'readVia of parameters': (text) => readVia(`SIP/2.0/WS a.b${text}`),
    ...others,
  }),
  'sip/messages/headers.ts': ({headerLines}) => ({
    value: (text) => headerLines({'X-A': text}),
    name: refusing((text) => headerLines({[text]: ''})),
  }),
  'sip/messages/identities.ts': ({assertedIdentity, identityOf}) => ({
    assertedIdentity: (text) => assertedIdentity(message(text)),
    identityOf: (text) =>
      identityOf({
        displayName: text,
        uri: {clone: () => ({clearParams() {}, clearHeaders() {}, toString: () => text})},
      }),
  }),
  'sip/messages/lexing.ts': ({split, splitAddresses, readParameters, unquote}) => ({
    unquote,
    splitAddresses,
    readParameters,
    'readParameters of one': (text) => readParameters(`;${text}`),
    ...Object.fromEntries([',', ';'].map((separator) => [`split ${separator}`, (text) => split(text, separator)])),
  }),
  'sip/messages/message-body.ts': ({typeOfBody}) => ({
    body: (text) => typeOfBody(undefined, text),
    type: (text) => typeOfBody(text, ''),
  }),
  'sip/messages/message-parser.ts': ({readMessage}) => ({
    readMessage,
    ...Object.fromEntries(
      ['Via', 'From', 'To', 'CSeq', 'Contact', 'Record-Route', 'Refer-To', 'Replaces', 'Content-Type', 'Require', 'X']
        .flatMap((name) => [`${name}: #`, `${name}: <sip:#@b>`, `${name}: <sip:b>;#`])
        .concat(['#', '#: b', 'v: SIP/2.0/WS #'])
        .map((line) => [
          line,
          (text) => readMessage(`INVITE sip:a@b SIP/2.0\r\n${line.replace('#', () => text)}\r\n\r\n`),
        ]),
    ),
    method: (text) => readMessage(`${text} sip:a@b SIP/2.0\r\n\r\n`),
    uri: (text) => readMessage(`INVITE sip:${text} SIP/2.0\r\n\r\n`),
    body: (text) => readMessage(`INFO sip:b SIP/2.0\r\nContent-Type: multipart/mixed;boundary=b\r\n\r\n--b\r\n${text}`),
  }),
  'sip/messages/multipart.ts': ({findDescription}) => ({
    body: (text) => findDescription('multipart/mixed;boundary=b', text),
    part: (text) => findDescription('multipart/mixed;boundary=b', `--b\r\n${text}\r\n--b--`),
    content: (text) => findDescription('multipart/mixed;boundary=b', `--b\r\n\r\n${text}\r\n--b--`),
    boundary: (text) => findDescription(`multipart/mixed;boundary="${text}"`, `--${text}\r\n\r\nx`),
    nested: (text) =>
      findDescription('multipart/mixed;boundary=b', `--b\r\nContent-Type: multipart/mixed;boundary=b\r\n\r\n${text}`),
  }),
  'sip/messages/name-addr-grammar.ts': ({readNameAddr}) => ({
    readNameAddr,
    name: (text) => readNameAddr(`"${text}" <sip:a@b>`),
    uri: (text) => readNameAddr(`<sip:${text}>`),
    parameters: (text) => readNameAddr(`<sip:a@b>${text}`),
  }),
  'sip/messages/read-request.ts': ({readHeaders, readRequest}) => ({
    readHeaders,
    readRequest,
    fields: (text) => readHeaders(`INVITE sip:a@b SIP/2.0\r\n${text}`),
    getHeader: (text) => readRequest(`INVITE sip:a@b SIP/2.0\r\n${text}`).getHeader('b'),
  }),
  'sip/messages/request-parts.ts': ({checkMethod, requestParts}) => ({
    checkMethod: refusing(checkMethod),
    contentType: refusing((text) => requestParts({body: '', contentType: text})),
  }),
  'sip/messages/response-match.ts': ({completeTags}) => ({
    completeTags: (text) => completeTags({getHeader: () => text}),
  }),
  'sip/messages/start-line.ts': ({readStartLine}) => ({
    readStartLine,
    status: (text) => readStartLine(`SIP/2.0 200 ${text}`),
    uri: (text) => readStartLine(`INVITE sip:${text}@b SIP/2.0`),
    version: (text) => readStartLine(`INVITE sip:b SIP/${text}`),
  }),
  'sip/messages/strict-routing.ts': ({routed}) => ({
    routed: (text) => routed({toRaw: () => 'sip:a@b'}, [text]),
  }),
  'sip/messages/text-messages.ts': ({receiveMessage}) => ({
    receiveMessage: (text) =>
      receiveMessage(
        {
          message: {
            ...message(text),
            from: {displayName: '', uri: {clone: () => ({clearParams() {}, clearHeaders() {}})}},
          },
          accept() {},
          reject() {},
        },
        {messages: true, logger: {}},
        () => undefined,
      ),
  }),
  'sip/messages/text.ts': ({cleanText, headerLine, escapeQuoted}) => ({cleanText, headerLine, escapeQuoted}),
  'sip/messages/uri-grammar.ts': ({readUri}) => ({
    readUri,
    ...Object.fromEntries(
      ['sip:#', 'sip:#@b', 'sip:b#', 'sip:b;#', 'sip:b?#', 'tel:#'].map((form) => [
        form,
        (text) => readUri(form.replace('#', () => text)),
      ]),
    ),
  }),
  'sip/negotiation/sdp.ts': (sdp) => ({
    'directionOf audio': (text) => sdp.directionOf(`v=0\r\na=group:BUNDLE 0\r\n${text}`, 'audio'),
    'directionOf video': (text) => sdp.directionOf(text, 'video'),
    rejectSection: (text) => sdp.rejectSection(text, '0'),
    sameMedia: (text) => sdp.sameMedia(text, `${text}\r\nm=`),
    movesAway: (text) => sdp.movesAway(text, text.replace(/\d/g, '$&x')),
  }),
  'sip/negotiation/session-timer.ts': ({isTooShort}) => ({
    supported: (text) => isTooShort(message(text), 90),
    refresher: (text) => isTooShort({getHeader: () => `90;${text}`, getHeaders: () => ['timer']}, 90),
  }),
  'sip/registration/register-extensions.ts': ({takeExtensions, flowTimer}) => {
    const core = {configuration: {contact: {}}};
    return {
      routes: (text) => takeExtensions(core, message(text), undefined),
      gruu: (text) => takeExtensions(core, message(''), text),
      flowTimer: (text) => flowTimer(message(text)),
    };
  },
  'sip/registration/register-response.ts': (registration) => ({
    ownContact: (text) => registration.ownContact(message(text), 'a'),
    grantedExpires: (text) => registration.grantedExpires(message(text), text, 60),
    minExpires: (text) => registration.minExpires(message(text)),
    registerError: (text) => registration.registerError(message(text), true, true),
  }),
  'sip/sdp/session-sections.ts': ({SessionSections}) => {
    const offer = `v=0\r\na=group:BUNDLE 0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 8\r\na=mid:0\r\n`;
    const pc = {localDescription: {sdp: offer}, currentRemoteDescription: {sdp: offer}};
    const take = (read) => {
      const sections = new SessionSections(() => undefined);
      try {
        sections.write(offer, false);
        read(sections);
      } catch {
        // Nothing that a browser could use.
      }
    };
    return {
      'an offer': (text) => take((sections) => sections.readOffer(text, pc)),
      'a section of an offer': (text) => take((sections) => sections.readOffer(`${offer}${text}`, pc)),
      'an answer': (text) => take((sections) => sections.readAnswer(text, pc)),
      'an attribute of an answer': (text) => take((sections) => sections.readAnswer(`${offer}a=${text}`, pc)),
      'a group': (text) => take((sections) => sections.readOffer(`v=0\r\na=group:BUNDLE ${text}\r\n${offer}`, pc)),
    };
  },
  'sip/session/dialog-requests.ts': ({reasonsOf}) => ({reasonsOf: (text) => reasonsOf(message(text))}),
  'sip/session/redirect-targets.ts': ({redirectTargets}) => ({
    redirectTargets: (text) => redirectTargets(message(text), 'sip:a@b'),
    address: (text) => redirectTargets(message(`<sip:${text}>`), 'sip:a@b'),
  }),
  'sip/session/replaces.ts': ({refusalOfReplacing}) => ({
    refusalOfReplacing: (text) =>
      refusalOfReplacing({dialogs: new Map()}, new Map(), () => false, {
        method: 'INVITE',
        parseHeader: () => ({call_id: text, replaces_to_tag: text, replaces_from_tag: text}),
      }),
  }),
  'sip/session/transfer/transfers.ts': ({Transfers}) => {
    const transfers = new Transfers({});
    return {
      event: (text) => transfers.notified(message(text)),
      'event refer': (text) => transfers.notified(message(`refer;${text}`)),
    };
  },
};

/** Modules of which only the patterns are measured, and why that is enough. */
export const PATTERNS_ONLY = {
  'core/config/option-checks.ts': 'The page is who sets it.',
  'core/quality/quality-sample.ts': 'The browser is who says it.',
  'core/transfer/admit-replacing.ts': 'One pattern at each end of an address that was read before.',
  'sip/authentication/authenticator.ts': 'The page is who sets the server.',
  'sip/authentication/protection-space.ts': 'One anchored pattern each, and one test of an ending.',
  'sip/media/ice-gathering.ts': 'Our own candidates, and servers that the page sets.',
  'sip/media/digits.ts': 'One anchored pattern with digits, on lines.',
  'sip/messages/receiving.ts': 'The table of whole messages in test/sip/linear-parsers.test.ts goes through it.',
  'sip/messages/request-uri.ts': 'Words of three to six letters.',
  'sip/negotiation/codec-preferences.ts': 'The browser is who says it.',
  'sip/negotiation/local-description.ts': 'The browser makes it.',
  'sip/negotiation/remote-offers.ts': 'One word at the beginning.',
  'sip/negotiation/settled-descriptions.ts': 'The browser makes it.',
  'sip/recovery/instance-id.ts': 'It is stored by ourselves.',
  'sip/recovery/saved-session.ts': 'It is stored by ourselves, and limited.',
  ...Object.fromEntries(
    ['description', 'faults', 'form', 'formats', 'keys'].map((name) => [
      `sip/sdp/${name}.ts`,
      'The readers of sip/sdp/session-sections.ts go through it.',
    ]),
  ),
  'sip/session/invite-server.ts': 'Words in a header field, which whole messages bring.',
  'sip/transport/outbox.ts': 'What we send ourselves.',
  'sip/transport/transport.ts': 'The line ends in front of a whole message.',
};

/**
 * Loads the readers as functions, by module and name.
 *
 * @param {string} source the folder of the sources
 * @returns {Promise<Map<string, Record<string, (text: string) => unknown>>>}
 */
export async function loadReaders(source) {
  const paths = Object.keys(READERS);
  const contents = paths
    .map((path, index) => `export * as m${index} from ${JSON.stringify(resolve(source, path))};`)
    .join('\n');
  const folder = await mkdtemp(join(tmpdir(), 'readers-'));
  const outfile = join(folder, 'readers.mjs');
  try {
    const mainFields = ['module', 'main'];
    const options = {bundle: true, logLevel: 'error', format: 'esm', platform: 'neutral', mainFields, outfile};
    await build({...options, stdin: {contents, resolveDir: resolve('.')}});
    const modules = await import(pathToFileURL(outfile));
    return new Map(paths.map((path, index) => [path, READERS[path](modules[`m${index}`])]));
  } finally {
    await rm(folder, {recursive: true});
  }
}
