import type { Typed } from './visitorForm.ts';

const nothing: Typed = { name: '', surname: '', email: '', message: '' };

export interface Drafts {
  /** What was typed and not sent; the name and the address also from another form of the page. */
  read(form: string): Typed;
  keep(form: string, typed: Typed): void;
  forget(form: string): void;
}

/**
 * What is typed survives a reload within the tab, and nothing is kept before somebody types.
 * @param thread the drafts' own name among those of other threads
 */
export function createDrafts(thread: string): Drafts {
  let person: Typed = nothing;
  const keyOf = (form: string): string => `waxwing-draft ${thread} ${form}`;
  return {
    read: (form) => ({ ...person, ...stored(keyOf(form)) }),
    keep(form, typed) {
      person = { ...typed, message: '' };
      withStorage((storage) => storage.setItem(keyOf(form), JSON.stringify(typed)));
    },
    forget: (form) => withStorage((storage) => storage.removeItem(keyOf(form))),
  };
}

function stored(key: string): Partial<Typed> {
  const found: unknown = JSON.parse(withStorage((storage) => storage.getItem(key)) ?? 'null');
  const isTyped = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
  if (!isTyped(found)) return {};
  return Object.fromEntries(
    Object.keys(nothing).flatMap((name) => (typeof found[name] === 'string' ? [[name, found[name]]] : [])),
  );
}

/** Browsers may refuse it, and pages may have filled it. */
function withStorage<T>(act: (storage: Storage) => T): T | undefined {
  try {
    return act(sessionStorage);
  } catch {
    return undefined;
  }
}
