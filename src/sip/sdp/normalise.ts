import {groupPresent, limitDirections} from './align.js';
import type {Context} from './context.js';
import type {Description} from './description.js';
import {findFaults, writeProtocols} from './faults.js';
import {orderLines, writeDirections, writeNetworkTypes} from './form.js';
import {keepCandidates, keepExtensions, keepFormats, keepMappings, keepReadable} from './formats.js';
import {inherit, shareTransport, writeFingerprints, writeRoles} from './keys.js';

/** A rule changes a description in place, so that browsers take it and mean the same by it. */
export type Rule = (description: Description, context: Context) => void;

/**
 * The rules, in the order in which they build on each other. Each says where it comes from; decision 41 has what people
 * have reported.
 */
export const RULES: readonly Rule[] = [
  // RFC 8866: the form of lines.
  writeNetworkTypes,
  orderLines,
  // RFC 8866 section 6.7, RFC 3264 section 6.1: directions.
  writeDirections,
  limitDirections,
  // RFC 8839, 8122, 5763, 8842, 9143: where media go, and their keys.
  inherit,
  writeFingerprints,
  shareTransport,
  writeRoles,
  keepCandidates,
  // RFC 8866 section 6, RFC 3264 section 8.3.2, RFC 8285: what is sent.
  keepReadable,
  keepFormats,
  keepMappings,
  keepExtensions,
  // RFC 3264 section 6: what can be used.
  findFaults,
  writeProtocols,
  groupPresent,
];

export function normalise(description: Description, context: Context): void {
  for (const rule of RULES) rule(description, context);
}
