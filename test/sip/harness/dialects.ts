/** A way in which devices write what a browser has written. */
export type Dialect = (sdp: string) => string;

/** Replaces lines of a description. */
export function lines(pattern: RegExp, replacement: string): Dialect {
  return (sdp) => sdp.replace(new RegExp(pattern, 'gm'), replacement);
}

/** Adds lines behind the first media section. */
export function added(...more: readonly string[]): Dialect {
  return (sdp) => sdp + more.map((line) => `${line}\r\n`).join('');
}

/** Changes the session section. */
export function session(change: Dialect): Dialect {
  return (sdp) => sdp.replace(/^[^]*?(?=^m=)/m, change);
}

const attribute = (name: string, mend: (line: string) => string): Dialect => {
  return (sdp) => sdp.replace(new RegExp(`^a=${name}\\b.*$`, 'gm'), mend);
};

/** Forms that a browser need not know: each means the same as what it was made of. Their names begin with the rule. */
export const FORMS: Readonly<Record<string, Dialect>> = {
  'RFC 8866 5: lines end with LF': (sdp) => sdp.replaceAll('\r\n', '\n'),
  'RFC 8866 5: lines end with CR': (sdp) => sdp.replaceAll('\r\n', '\r'),
  'RFC 8866 5: the last line has no end': (sdp) => sdp.trimEnd(),
  'RFC 8866 5: an empty line at the end': (sdp) => `${sdp}\r\n`,
  'RFC 8866 5: empty lines between': (sdp) => sdp.replaceAll('\r\n', '\r\n\r\n'),
  'RFC 8866 9: blanks at the end of all lines': (sdp) => sdp.replaceAll('\r\n', ' \r\n'),
  'RFC 8866 9: tabs at the end of all lines': (sdp) => sdp.replaceAll('\r\n', '\t\r\n'),
  'RFC 8866 9: blanks before all lines': (sdp) => sdp.replace(/^(?=.)/gm, ' '),
  'RFC 8866 9: two blanks for one': (sdp) => sdp.replaceAll(' ', '  '),
  'RFC 8866 9: blanks behind colons': lines(/^(a=(?:setup|mid|ice-ufrag|ice-pwd|fingerprint):)/, '$1 '),
  'RFC 8866 5.13: an attribute without a name': (sdp) =>
    sdp.replace(/^m=/gm, 'a=\r\nm=').replace(/\r\na=mid/g, '\r\na=\r\na=mid'),
  'RFC 8866 5.13: lines of unknown types': session((sdp) => `${sdp}y=1\r\nnonsense\r\n`),
  'RFC 8866 5.13: names of attributes in capitals': (sdp) =>
    sdp.replace(/^a=([a-z-]+)/gm, (_, name: string) => `a=${name.toUpperCase()}`),
  'RFC 8866 5.2: IN IPv4': lines(/IN IP([46])/, 'IN IPv$1'),
  'RFC 8866 5.2: in ip4': lines(/IN IP([46])/, 'in ip$1'),
  'RFC 8866 5.2: no origin': lines(/^o=.*\r\n/, ''),
  'RFC 8866 5.2: a user name with blanks': lines(/^o=\S+/, 'o=My Phone'),
  'RFC 8866 5.3: no title': lines(/^s=.*\r\n/, ''),
  'RFC 8866 5.3: an empty title': lines(/^s=.*$/, 's= '),
  'RFC 8866 5.7: no address': lines(/^c=.*\r\n/, ''),
  'RFC 8866 5.9: no time': lines(/^t=.*\r\n/, ''),
  'RFC 8866 5: the time before the title': (sdp) => sdp.replace(/^(s=.*\r\n)(t=.*\r\n)/m, '$2$1'),
  'RFC 8866 5: the time before the address': lines(/^t=.*\r\n/, 't=0 0\r\nc=IN IP4 192.0.2.4\r\n'),
  'RFC 8866 5: bandwidth behind the time': lines(/^t=.*\r\n/, 't=0 0\r\nb=AS:256\r\n'),
  'RFC 8866 5: attributes before the time': (sdp) => sdp.replace(/^(t=.*\r\n)((?:a=.*\r\n)+)/m, '$2$1'),
  'RFC 8866 5.4: title, URI, mail and telephone': lines(
    /^(t=.*\r\n)/,
    'i=a call\r\nu=http://a/\r\ne=a@b\r\np=+1\r\n$1',
  ),
  'RFC 8866 5.8: bandwidth without a number': lines(/^(c=.*\r\n)/, '$1b=AS:\r\n'),
  'RFC 8866 5.14: a number of ports': lines(/^(m=\w+ \d+)/, '$1/1'),
  'RFC 8866 5.14: the kind in capitals': lines(/^m=audio/, 'm=AUDIO'),
  'RFC 8866 6.6: fmtp that is left over': added('a=fmtp:77 mode=20'),
  'RFC 4585 4.2: rtcp-fb that is left over': added('a=rtcp-fb:77 nack'),
  'RFC 8866 6.6: rtpmap that is left over': added('a=rtpmap:77 ilbc/8000', 'a=fmtp:77 mode=20', 'a=rtcp-fb:77 nack'),
  'RFC 8866 6.4: a packet time without a number': added('a=ptime:', 'a=maxptime:long'),
  'RFC 8839 5.1: a candidate of an unknown transport': added('a=candidate:2 1 TLS 1 192.0.2.4 9 typ host'),
  'RFC 8839 5.1: a candidate of an unknown type': added('a=candidate:2 1 udp 1 192.0.2.4 9 typ foo'),
  'RFC 8839 5.1: half a candidate': added('a=candidate:2 1 udp', 'a=candidate:'),
  'RFC 8122 5: a fingerprint in small letters': attribute('fingerprint', (line) => line.toLowerCase()),
  'RFC 8122 5: the hash function in capitals': attribute('fingerprint', (line) => line.replace('sha', 'SHA')),
  'RFC 8122 5: another fingerprint of an unknown hash': lines(
    /^(a=fingerprint:.*\r\n)/,
    '$1a=fingerprint:md9 AB:CD\r\n',
  ),
  'RFC 5763 5: no role': lines(/^a=setup:.*\r\n/, ''),
  'RFC 5763 5: the role in capitals': attribute('setup', (line) => line.replace(/:.*/, (role) => role.toUpperCase())),
  'RFC 5763 5: an unknown role': lines(/^a=setup:.*$/, 'a=setup:whatever'),
  'RFC 9143 7: a bundle with a section that is not there': lines(/^(a=group:BUNDLE.*)$/, '$1 video'),
  'RFC 9143 7: a bundle of sections that are not there': lines(/^a=group:BUNDLE.*$/, 'a=group:BUNDLE sound picture'),
  'RFC 9143 7: no bundle': lines(/^a=group:BUNDLE.*\r\n/, ''),
  'RFC 9143 7: bundle in small letters': lines(/^a=group:BUNDLE/, 'a=group:bundle'),
  'RFC 8859 5: keys at session level': (sdp) => {
    const keys = /^a=fingerprint:.*\r\n/m.exec(sdp)?.[0] ?? '';
    return sdp.replace(/^a=fingerprint:.*\r\n/gm, '').replace(/^(t=.*\r\n)/m, `$1${keys}`);
  },
  'RFC 8839 5.4: ICE credentials at session level': (sdp) => {
    const credentials = (sdp.match(/^a=ice-(?:ufrag|pwd):.*\r\n/gm) ?? []).slice(0, 2).join('');
    return sdp.replace(/^a=ice-(?:ufrag|pwd):.*\r\n/gm, '').replace(/^(t=.*\r\n)/m, `$1${credentials}`);
  },
  'RFC 8285 6: an unknown header extension': added('a=extmap:13 urn:example:unknown'),
  ...Object.fromEntries(
    [
      'UDP/TLS/RTP/SAVP',
      'RTP/SAVPF',
      'RTP/SAVP',
      'RTP/AVPF',
      'RTP/AVP',
      'udp/tls/rtp/savpf',
      'TCP/TLS/RTP/SAVPF',
      'TCP/TLS',
    ].map((protocol) => [`RFC 5764 8: keys, and the protocol ${protocol}`, lines(/UDP\/TLS\/RTP\/SAVPF/, protocol)]),
  ),
};

const KEYS = /^a=fingerprint:.*$/m;

/** Descriptions that nothing can be made of; each is refused as a whole. */
export const FAULTS: Readonly<Record<string, Dialect>> = {
  'RFC 3264 6: a fax alone': (sdp) => `${sdp.slice(0, sdp.indexOf('m='))}m=image 20334 udptl t38\r\n`,
  'RFC 3264 6: the sound rejected, and a fax': (sdp) =>
    `${sdp.replace(/^m=audio \d+/m, 'm=audio 0')}m=image 20334 udptl t38\r\n`,
  'RFC 3264 6: a text alone': lines(/^m=audio/, 'm=text'),
  'RFC 3264 6: no codec of ours': (sdp) =>
    sdp
      .replace(/^(m=audio \d+ \S+) .*$/m, '$1 3 101 13')
      .replace(/^a=(?:rtpmap|fmtp|rtcp-fb):.*\r\n/gm, '')
      .concat('a=rtpmap:3 GSM/8000\r\na=rtpmap:101 telephone-event/8000\r\n'),
  'RFC 5763 5: no fingerprint': lines(/^a=fingerprint:.*\r\n/, ''),
  'RFC 8122 5: a fingerprint cut short': lines(/^(a=fingerprint:.*):\w\w:\w\w$/, '$1'),
  'RFC 8122 5: a fingerprint of something else': lines(/^a=fingerprint:.*$/, 'a=fingerprint:sha-256 none'),
  'RFC 8122 5: an unknown hash': (sdp) => sdp.replace(KEYS, 'a=fingerprint:md9 AB:CD'),
  'RFC 8839 5.4: no ICE credentials': lines(/^a=ice-(?:ufrag|pwd):.*\r\n/, ''),
  'RFC 5761 5.1.1: no rtcp-mux': lines(/^a=rtcp-mux\r\n/, ''),
  'RFC 8866 5.14: no port': lines(/^m=audio .*$/, 'm=audio nonsense'),
  'RFC 8866 5: nonsense': () => 'v=0\r\nnonsense\r\n',
};

/** Sections that no browser can use, beside good sound. */
export const STRANGE_SECTIONS: Readonly<Record<string, string>> = {
  'a fax': 'm=image 13962 udptl t38\r\na=T38FaxVersion:0\r\na=T38FaxUdpEC:t38UDPRedundancy\r\n',
  'a fax in capitals': 'm=image 13962 UDPTL t38\r\nc=IN IP4 192.0.2.4\r\n',
  'a fax that is rejected': 'm=image 0 udptl t38\r\n',
  'a text': 'm=text 11000 RTP/AVP 98\r\na=rtpmap:98 t140/1000\r\n',
  'a text with mid': 'm=text 11000 RTP/AVP 98\r\na=rtpmap:98 t140/1000\r\na=mid:text\r\n',
  'the floor of a conference': 'm=application 5000 UDP/BFCP *\r\na=floorctrl:c-s\r\n',
  'the floor, rejected': 'm=application 0 TCP/BFCP *\r\n',
  messages: 'm=message 7394 TCP/MSRP *\r\na=path:msrp://a:1/b;tcp\r\n',
  'a picture without keys': 'm=video 5006 RTP/AVP 97\r\na=rtpmap:97 H264/90000\r\n',
  'a picture that is rejected': 'm=video 0 RTP/AVPF 103\r\na=rtpmap:103 H264/90000\r\n',
  'other sound without keys': 'm=audio 5004 RTP/AVP 0\r\n',
  'other sound with keys in SDP': `m=audio 5004 RTP/SAVP 0\r\na=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:${'A'.repeat(40)}\r\n`,
};
