import * as de from './de.ts';
import * as en from './en.ts';
import * as es from './es.ts';
import * as fr from './fr.ts';
import type { Language } from './language.ts';
import type { ThreadWords } from './words.ts';

export const threadWords: Readonly<Record<Language, ThreadWords>> = {
  en: en.thread,
  de: de.thread,
  fr: fr.thread,
  es: es.thread,
};
