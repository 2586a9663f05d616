/**
 * A member of a document or a form as the platform has it: named elements hide them (HTML, sections 3.1.4 and 4.10.3), as
 * `<img name=baseURI>` does. They are objects; a plain value in that place is what a script wants it to be.
 */
export function builtIn<T extends object, K extends keyof T>(target: T, name: K): T[K] {
  const own: unknown = Object.getOwnPropertyDescriptor(target, name)?.value;
  const hidden = Object(own) === own;
  const member = hidden ? (Reflect.get(Object.getPrototypeOf(target) as T, name, target) as T[K]) : target[name];
  return typeof member === 'function' ? (member.bind(target) as T[K]) : member;
}
