/** The servers' configuration files are templates: `@NAME@` stands for a value that is known only at the start. */
import {readFile, writeFile} from 'node:fs/promises';
import {fileURLToPath} from 'node:url';

/**
 * Fills in a template of `configuration/`.
 * @param {string} template its name in that folder
 * @param {string} target the file to write
 * @param {Readonly<Record<string, string | number>>} values
 */
export async function writeConfiguration(template, target, values) {
  const source = await readFile(fileURLToPath(new URL(`./configuration/${template}`, import.meta.url)), 'utf8');
  const text = source.replace(/@([A-Z][A-Z_]*)@/g, (placeholder, name) => {
    if (!(name in values)) throw new Error(`${template} has ${placeholder}, but no value for it was given`);
    return String(values[name]);
  });
  await writeFile(target, text);
}
