import type { writing as english } from '../en/writing.ts';
import { plural, type Translation } from '../message.ts';

export const writing: Translation<typeof english> = {
  code: 'Code',
  copyCode: 'Code kopieren',
  showWhole: 'Alles zeigen',
  showLess: 'Weniger zeigen',
  formatting: 'Formatierung',
  markBold: '**fett**',
  markItalic: '*kursiv*',
  markStrike: '~~durchgestrichen~~',
  markCode: '`Code`',
  markCodeBlock: '``` Zeilen von Code',
  markQuote: '> was jemand gesagt hat',
  markList: '- eine Liste ab zwei Zeilen',
  charactersLeft: plural('count', 'Noch etwa # Zeichen', 'Noch etwa # Zeichen'),
  charactersOver: plural(
    'count',
    'Etwa # Zeichen zu lang für eine Nachricht. Sende es in Teilen.',
    'Etwa # Zeichen zu lang für eine Nachricht. Sende es in Teilen.',
  ),
  writingSection: 'Schreiben',
  writingText: 'Welche Taste sendet, was du geschrieben hast. Gilt auf diesem Gerät.',
  enterSends: 'Enter sendet',
  modifierSends: '{key}+Enter sendet',
};
