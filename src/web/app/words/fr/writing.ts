import type { writing as english } from '../en/writing.ts';
import { plural, type Translation } from '../message.ts';

export const writing: Translation<typeof english> = {
  code: 'Code',
  copyCode: 'Copier le code',
  showWhole: 'Tout afficher',
  showLess: 'Afficher moins',
  formatting: 'Mise en forme',
  markBold: '**gras**',
  markItalic: '*italique*',
  markStrike: '~~barré~~',
  markCode: '`code`',
  markCodeBlock: '``` lignes de code',
  markQuote: '> ce que quelqu’un a dit',
  markList: '- une liste de deux lignes ou plus',
  charactersLeft: plural(
    'count',
    'Encore environ # caractère',
    'Encore environ # caractères',
    'Encore environ # de caractères',
  ),
  charactersOver: plural(
    'count',
    'Environ # caractère de trop pour un seul message. Envoyez-le en plusieurs parties.',
    'Environ # caractères de trop pour un seul message. Envoyez-le en plusieurs parties.',
    'Environ # de caractères de trop pour un seul message. Envoyez-le en plusieurs parties.',
  ),
  writingSection: 'Écriture',
  writingText: 'La touche qui envoie ce que vous avez écrit. Cela vaut sur cet appareil.',
  enterSends: 'Entrée envoie',
  modifierSends: '{key}+Entrée envoie',
};
