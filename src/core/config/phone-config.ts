import {SipError} from '../errors.js';
import {meantOption} from './meant-option.js';
import {ownUri} from './option-checks.js';
import {OPTION_NAMES, OPTIONS, type Option, type OptionName, type OptionValue} from './options.js';
import type {PhoneOptions} from './phone-options.js';
import {resolveServers, type ServerAddress} from './server-address.js';

type CheckedOptions = {
  readonly [K in OptionName]: OptionValue<K> | Extract<(typeof OPTIONS)[K]['default'], undefined>;
};

/** The options, complete and checked. All parts read them from this one object when needed, because some may change. */
export interface PhoneConfig extends CheckedOptions {
  /** The servers, best first. */
  readonly servers: readonly ServerAddress[];
}

/**
 * Fills in defaults and checks.
 * @throws SipError `not-configured` without a server, `invalid-argument` for an option that there is not, or a value that
 * cannot work.
 */
export function resolveConfig(options: PhoneOptions): PhoneConfig {
  Object.keys(options).forEach(optionNamed);
  const checked = checkOptions(options, OPTION_NAMES);
  const uri = ownUri(checked.uri);
  return {...checked, servers: resolveServers(checked.server), uri, register: checked.register && uri !== ''};
}

/**
 * Changes the options that a patch names; undefined means the default.
 * @throws SipError `invalid-argument`; then nothing has changed.
 */
export function changeConfig(config: PhoneConfig, patch: Partial<PhoneOptions>): void {
  const names = Object.keys(patch) as OptionName[];
  const changes = checkOptions(patch, names);
  const fixed = names.find((name) => !optionNamed(name).live && !Object.is(changes[name], config[name]));
  if (fixed) {
    throw new SipError(
      'invalid-argument',
      `${fixed} cannot change during the life of a phone: destroy() this one, and make another with createPhone().`,
    );
  }
  Object.assign(config, changes);
}

/**
 * Returns the checked values of some options; undefined gives the default.
 * @throws SipError `invalid-argument` for an unknown option, or a value that cannot work.
 */
export function checkOptions<K extends OptionName>(
  options: Partial<PhoneOptions>,
  names: readonly K[],
): Pick<CheckedOptions, K> {
  return Object.fromEntries(names.map((name) => [name, checkOption(name, options[name])])) as Pick<CheckedOptions, K>;
}

function checkOption(name: OptionName, given: unknown): unknown {
  const option = optionNamed(name);
  const value = given ?? option.default;
  if (option.words && !option.words.includes(value)) {
    throw new SipError('invalid-argument', `${name} is one of "${option.words.join('", "')}", not "${String(value)}".`);
  }
  if (value !== undefined) option.check?.(value, name);
  return value;
}

function optionNamed(name: string): Option<unknown> {
  if (isOption(name)) return OPTIONS[name];
  const meant = meantOption(name);
  const hint = meant ? ` Did you mean ${meant}?` : '';
  throw new SipError('invalid-argument', `A phone has no option "${name}".${hint}`);
}

/** Whoever has no types may name what there is not. */
function isOption(name: string): name is OptionName {
  return Object.hasOwn(OPTIONS, name);
}
