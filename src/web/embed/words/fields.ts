import * as de from './de.ts';
import * as en from './en.ts';
import * as es from './es.ts';
import * as fr from './fr.ts';
import type { Language } from './language.ts';
import type { FieldWords } from './words.ts';

export const fieldWords: Readonly<Record<Language, FieldWords>> = {
  en: en.fields,
  de: de.fields,
  fr: fr.fields,
  es: es.fields,
};
