import {checkOptions} from '../../core/config/phone-config.js';
import {OPTION_NAMES, OPTIONS, type OptionName} from '../../core/config/options.js';
import type {PhoneOptions} from '../../core/config/phone-options.js';
import type {PhonePorts} from '../../core/phone/phone-parts.js';
import {warnOnce} from '../../controllers/warn-once.js';
import {stunServers} from './stun-servers.js';

type Row<K extends OptionName> = (typeof OPTIONS)[K];

type PropertyName<K extends OptionName> = Row<K>['default'] extends true ? `no${Capitalize<K>}` : K;

/** What a property takes: what its attribute says, or the value of the option. */
type PropertyValue<K extends OptionName> = {
  boolean: boolean;
  number: number | null;
  text: PhoneOptions[K] | string | null;
  script: PhoneOptions[K];
}[Row<K>['type']];

type OptionProperties = {[K in OptionName as PropertyName<K>]: PropertyValue<K>};

/** What a page can set on a `<sip-phone>`: every option of a phone, and what only an element needs. */
export interface PhoneSettings extends OptionProperties {
  username: string | null;
  credentialsUrl: string | null;
  connect: string | null;
  keepAlive: boolean;
  ports: Partial<PhonePorts> | undefined;
}

/** The property of an option: `no-` stands before what is on by default, because booleans of HTML are off by default. */
export function propertyOf(name: OptionName): keyof PhoneSettings {
  if (OPTIONS[name].default !== true) return name as keyof PhoneSettings;
  return `no${name.charAt(0).toUpperCase()}${name.slice(1)}` as keyof PhoneSettings;
}

/** The attribute of a property, were it spelled as all are. */
export function kebab(property: string): string {
  return property.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** What makes a change of it make another phone, as it is now. */
export function fixedSettings(element: Readonly<PhoneSettings>): readonly unknown[] {
  const names = OPTION_NAMES.filter((name) => !('live' in OPTIONS[name])).map(propertyOf);
  return [...names, ...(['username', 'credentialsUrl', 'ports'] as const)].map((name) => element[name]);
}

/** Some options, as the properties of an element say them. */
export function optionsOf(
  element: HTMLElement & Readonly<PhoneSettings>,
  names: readonly OptionName[],
): Partial<PhoneOptions> {
  return Object.fromEntries(names.map((name) => [name, optionOf(element, name)]));
}

/**
 * The properties that say what a patch of options says; undefined is what they are before anybody sets them.
 * @throws SipError `invalid-argument` for an option that there is not, or a value that cannot work.
 */
export function settingsOf(patch: Partial<PhoneOptions>): Partial<PhoneSettings> {
  const names = Object.keys(patch) as OptionName[];
  // Without a server an element is idle, which is no mistake.
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
  // An attribute that is not there is an option left out.
  if (typeof value !== 'string') return value ?? undefined;
  if (name === 'codecs') return value.split(/[\s,]+/).filter(Boolean);
  if (name === 'iceServers') return stunServers(element, value);
  return 'words' in option ? wordOf(element, name, option.words) : value;
}

/** The first word is what another one is taken for. */
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
    `${kebab(name)}="${text}" is taken as "${usual}"; else there is ${others.map((word) => `"${word}"`).join(', ')}.`,
  );
  return usual;
}
