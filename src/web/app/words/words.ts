import { setupI18n } from '@lingui/core';
import { en } from './en.ts';
import { compile } from './message.ts';

export type WordId = keyof typeof en;

const catalogue = Object.fromEntries(Object.entries(en).map(([id, message]) => [id, compile(message)]));

const i18n = setupI18n({ locale: 'en', messages: { en: catalogue } });

/** The words for an id, with values put in. */
export function t(id: WordId, values?: Record<string, string | number>): string {
  return i18n._(
    id,
    values && Object.fromEntries(Object.entries(values).map(([name, value]) => [name, verbatim(value)])),
  );
}

/** The runtime reads `\u202e` as the letter of that number, also where somebody is called so: a backslash stays one. */
const verbatim = <Value extends string | number>(value: Value): Value | string =>
  typeof value === 'string' ? value.replaceAll('\\', String.raw`\x5c`) : value;

/** Dates and numbers as the reader writes them, as far as that is English. */
export const locale: string =
  globalThis.navigator?.languages?.find((tag) => tag.startsWith('en') && isLocale(tag)) ?? 'en-GB';

/** Browsers pass on what the system calls its language, also where it is none: `en-US@posix`. */
function isLocale(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}
