import { plural } from '../message.ts';

export const writing = {
  code: 'Code',
  copyCode: 'Copy code',
  showWhole: 'Show all',
  showLess: 'Show less',
  formatting: 'Formatting',
  markBold: '**bold**',
  markItalic: '*italic*',
  markStrike: '~~struck out~~',
  markCode: '`code`',
  markCodeBlock: '``` lines of code',
  markQuote: '> what somebody said',
  markList: '- a list of two lines or more',
  charactersLeft: plural('count', 'About # character left', 'About # characters left'),
  charactersOver: plural(
    'count',
    'About # character too long for one message. Send it in parts.',
    'About # characters too long for one message. Send it in parts.',
  ),
  writingSection: 'Writing',
  writingText: 'Which key sends what you have written. It holds on this device.',
  enterSends: 'Enter sends',
  modifierSends: '{key}+Enter sends',
} as const;
