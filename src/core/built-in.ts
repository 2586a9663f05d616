/**
 * Returns a member of a document or a form as the platform defines it. A named element can hide it (HTML, sections
 * 3.1.4 and 4.10.3), as `<img name=baseURI>` does. Such an element is an object; a plain value in that place was set by
 * a script and counts.
 */
export function builtIn<T extends object, K extends keyof T>(target: T, name: K): T[K] {
  const own: unknown = Object.getOwnPropertyDescriptor(target, name)?.value;
  const hidden = Object(own) === own;
  const member = hidden ? (Reflect.get(Object.getPrototypeOf(target) as T, name, target) as T[K]) : target[name];
  return typeof member === 'function' ? (member.bind(target) as T[K]) : member;
}
