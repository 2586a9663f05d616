import {checkOptions} from '../../core/config/phone-config.js';
import {OPTION_NAMES, OPTIONS, type OptionName} from '../../core/config/options.js';
import type {PhoneOptions} from '../../core/config/phone-options.js';
import type {PhonePorts} from '../../core/phone/phone-parts.js';
import {warnOnce} from '../../controllers/warn-once.js';
import {stunServers} from './stun-servers.js';

type Row<K extends OptionName> = (typeof OPTIONS)[K];

type PropertyName<K extends OptionName> = Row<K>['default'] extends true ? `no${Capitalize<K>}` : K;

/** The type of a property: the text of its attribute, or the value of the option. */
type PropertyValue<K extends OptionName> = {
  boolean: boolean;
  number: number | null;
  text: PhoneOptions[K] | string | null;
  script: PhoneOptions[K];
}[Row<K>['type']];

type OptionProperties = {[K in OptionName as PropertyName<K>]: PropertyValue<K>};

/** The settings of a `<sip-phone>`: every option of a phone, and the settings that only an element needs. */
export interface PhoneSettings extends OptionProperties {
  username: string | null;
  credentialsUrl: string | null;
  connect: string | null;
  keepAlive: boolean;
  ports: Partial<PhonePorts> | undefined;
}

/**
 * Returns the property of an option. An option that is on by default gets `no`: booleans of HTML are off by default.
 */
export function propertyOf(name: OptionName): keyof PhoneSettings {
  if (OPTIONS[name].default !== true) return name as keyof PhoneSettings;
  return `no${name.charAt(0).toUpperCase()}${name.slice(1)}` as keyof PhoneSettings;
}

/** Returns the name of a property in the spelling of attributes. */
export function kebab(property: string): string {
  return property.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** Returns the present values of the settings whose change requires a new phone. */
export function fixedSettings(element: Readonly<PhoneSettings>): readonly unknown[] {
  const names = OPTION_NAMES.filter((name) => !('live' in OPTIONS[name])).map(propertyOf);
  return [...names, ...(['username', 'credentialsUrl', 'ports'] as const)].map((name) => element[name]);
}

/** Returns options, with the values that the properties of an element give them. */
export function optionsOf(
  element: HTMLElement & Readonly<PhoneSettings>,
  names: readonly OptionName[],
): Partial<PhoneOptions> {
  return Object.fromEntries(names.map((name) => [name, optionOf(element, name)]));
}

/**
 * Returns the properties that mean the same as a patch of options. For undefined a property gets its initial value.
 * @throws SipError `invalid-argument` for an unknown option, or a value that cannot work.
 */
export function settingsOf(patch: Partial<PhoneOptions>): Partial<PhoneSettings> {
  const names = Object.keys(patch) as OptionName[];
  // An element without a server is idle, which is not an error.
  const checked = names.filter((name) => name !== 'server' || patch.server !== undefined);
  checkOptions(patch, checked);
  return Object.fromEntries(names.map((name) => [propertyOf(name), settingOf(name, patch[name])]));
}

function settingOf(name: OptionName, value: unknown): unknown {
  const {type, default: usual} = OPTIONS[name];
  if (type === 'boolean') return usual ? value === false : value === true;
  return value ?? (type === 'script' ? undefined : null);
}

function optionOf(element: HTMLElement & Readonly<PhoneSettings>, name: OptionName): unknown {
  const option = OPTIONS[name];
  const value = element[propertyOf(name)];
  if (option.default === true) return value !== true;
  // A property without a value leaves the option out.
  if (typeof value !== 'string') return value ?? undefined;
  if (name === 'codecs') return value.split(/[\s,]+/).filter(Boolean);
  if (name === 'iceServers') return stunServers(element, value);
  return 'words' in option ? wordOf(element, name, option.words) : value;
}

/** Returns the word of an option. An unknown word counts as the first one. */
function wordOf(
  element: HTMLElement & Readonly<PhoneSettings>,
  name: OptionName,
  words: readonly [string, ...string[]],
): string {
  const text = element[propertyOf(name)] as string;
  if (words.includes(text)) return text;
  const [usual, ...others] = words;
  warnOnce(
    element,
    `${kebab(name)}="${text}" counts as "${usual}"; also possible: ${others.map((word) => `"${word}"`).join(', ')}.`,
  );
  return usual;
}
