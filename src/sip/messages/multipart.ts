import {readMediaType} from './header-grammar.js';
import {readParameters, unquote} from './lexing.js';
import {typeOfBody} from './message-body.js';

export interface BodyPart {
  readonly type: string;
  readonly disposition: string | undefined;
  readonly content: string;
}

/** How deep multipart bodies may be nested. Transfers of signed messages need two levels. */
const MAX_DEPTH = 4;
const TYPE = /^content-type[ \t]*:(.*)/im;
const DISPOSITION = /^content-disposition[ \t]*:(.*)/im;

/**
 * Finds the session description in a `multipart/…` body (RFC 2046 section 5.1, RFC 5621). In `multipart/alternative`
 * the last one is the best; in other types the first one counts.
 */
export function findDescription(contentType: string, body: string, depth = 0): BodyPart | undefined {
  const boundary = unquote(readParameters(contentType)?.boundary ?? '');
  if (!boundary || depth === MAX_DEPTH) return undefined;
  const found = partsOf(body, boundary).flatMap((part) =>
    part.type === 'application/sdp' ? part : (findDescription(part.contentType, part.content, depth + 1) ?? []),
  );
  return found.at(readMediaType(contentType) === 'multipart/alternative' ? -1 : 0);
}

function partsOf(body: string, boundary: string): (BodyPart & {contentType: string})[] {
  // The line break before a delimiter belongs to the delimiter. The text before the first and after the last one is no
  // part.
  const [, ...chunks] = `\r\n${body}`.split(`\n--${boundary}`);
  const end = chunks.findIndex((chunk) => chunk.startsWith('--'));
  return chunks.slice(0, end < 0 ? undefined : end).map((chunk) => {
    const [, head = '', content = ''] = /^[^\n]*\n((?:[^\r\n][^\n]*\n)*)\r?\n?(.*?)\r?$/s.exec(chunk) ?? [];
    const unfolded = head.replace(/\r?\n[ \t]+/g, ' ');
    const contentType = typeOfBody(TYPE.exec(unfolded)?.[1]?.trim(), content);
    const disposition = DISPOSITION.exec(unfolded)?.[1]?.trim();
    return {contentType, type: readMediaType(contentType), disposition, content};
  });
}
