import type { writing as english } from '../en/writing.ts';
import { plural, type Translation } from '../message.ts';

export const writing: Translation<typeof english> = {
  code: 'Código',
  copyCode: 'Copiar el código',
  showWhole: 'Mostrar todo',
  showLess: 'Mostrar menos',
  formatting: 'Formato',
  markBold: '**negrita**',
  markItalic: '*cursiva*',
  markStrike: '~~tachado~~',
  markCode: '`código`',
  markCodeBlock: '``` líneas de código',
  markQuote: '> lo que alguien ha dicho',
  markList: '- una lista de dos líneas o más',
  charactersLeft: plural(
    'count',
    'Queda alrededor de # carácter',
    'Quedan alrededor de # caracteres',
    'Quedan alrededor de # de caracteres',
  ),
  charactersOver: plural(
    'count',
    'Sobra alrededor de # carácter para un solo mensaje. Envíalo en partes.',
    'Sobran alrededor de # caracteres para un solo mensaje. Envíalo en partes.',
    'Sobran alrededor de # de caracteres para un solo mensaje. Envíalo en partes.',
  ),
  writingSection: 'Escritura',
  writingText: 'Qué tecla envía lo que has escrito. Vale en este dispositivo.',
  enterSends: 'Intro envía',
  modifierSends: '{key}+Intro envía',
};
