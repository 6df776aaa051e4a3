import { useSyncExternalStore } from 'react';
import { languages, languageOf, preferredLanguage, type Language } from '../words/language.ts';
import { locale, onSpoken, speak, spokenLanguage } from '../words/words.ts';

const KEY = 'waxwing.language';

/** The language that was chosen on this device; null: the browser's. */
export function chosenLanguage(): Language | null {
  try {
    return languageOf(localStorage.getItem(KEY) ?? '') ?? null;
  } catch {
    return null;
  }
}

/** Every word on the screen changes. @throws where the words cannot be fetched: then nothing has changed */
export async function chooseLanguage(chosen: Language | null): Promise<void> {
  await speak(chosen ?? preferredLanguage(navigator.languages));
  try {
    if (chosen === null) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, chosen);
  } catch {
    // Without storage the choice holds until the page closes.
  }
}

/** Before anything is drawn: the reader's language, and in English where it cannot be fetched. */
export async function startLanguage(): Promise<void> {
  showLanguage();
  onSpoken(showLanguage);
  addEventListener('storage', () => void speakChosen());
  await speakChosen();
}

async function speakChosen(): Promise<void> {
  const language = chosenLanguage() ?? preferredLanguage(navigator.languages);
  if (language !== spokenLanguage()) await speak(language).catch(() => {});
}

/** What is drawn by this is drawn anew in another language. */
export const useLanguage = (): Language => useSyncExternalStore(onSpoken, spokenLanguage);

function showLanguage(): void {
  const { documentElement: page } = document;
  page.lang = locale;
  page.dir = languages[spokenLanguage()].dir;
}
