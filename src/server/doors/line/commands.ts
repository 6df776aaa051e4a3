import { oneLine } from '../../../protocol/oneLine.ts';

/** What one line asks for. */
export type Command =
  | { readonly verb: 'register'; readonly name: string; readonly request: string | null }
  | { readonly verb: 'csr'; readonly request: string }
  | { readonly verb: 'login'; readonly name: string }
  | { readonly verb: 'users' }
  | { readonly verb: 'help' }
  | { readonly verb: 'exit' }
  | { readonly verb: 'say'; readonly text: string }
  | { readonly verb: 'tell'; readonly to: string; readonly text: string }
  /** A command with the wrong words behind it. */
  | { readonly verb: 'misused'; readonly of: VerbName; readonly usage: string }
  | { readonly verb: 'unknown' };

export type VerbName = 'register' | 'csr' | 'login' | 'users' | 'help' | 'exit' | 'say' | 'tell' | 'unknown';

const words = {
  '/register': { of: 'register', usage: '/register NAME CSR' },
  '/csr': { of: 'csr', usage: '/csr BASE64' },
  '/login': { of: 'login', usage: '/login NAME' },
  '/users': { of: 'users', usage: '/users' },
  '/help': { of: 'help', usage: '/help' },
  '/exit': { of: 'exit', usage: '/exit' },
} as const;

/** Null: there is nothing to be seen in the line. */
export function commandOf(line: string): Command | null {
  const text = line.trim();
  if (oneLine(text) === '') return null;
  if (text.startsWith('/')) return slashed(text);
  if (!text.startsWith('@')) return { verb: 'say', text };
  const [, to = '', message = ''] = /^@(\S+)\s+(.*)$/su.exec(text) ?? [];
  if (to === '' || oneLine(message) === '') return { verb: 'misused', of: 'tell', usage: '@user message' };
  return { verb: 'tell', to, text: message };
}

function slashed(text: string): Command {
  const [word = '', ...rest] = text.split(/\s+/u);
  return withWords(word, rest) ?? (isKnown(word) ? { verb: 'misused', ...words[word] } : { verb: 'unknown' });
}

const isKnown = (word: string): word is keyof typeof words => Object.hasOwn(words, word);

function withWords(word: string, [first, second, ...more]: readonly string[]): Command | undefined {
  if (first === undefined) {
    if (word === '/users') return { verb: 'users' };
    if (word === '/help') return { verb: 'help' };
    return word === '/exit' ? { verb: 'exit' } : undefined;
  }
  if (word === '/register' && more.length === 0) return { verb: 'register', name: first, request: second ?? null };
  if (second !== undefined) return undefined;
  if (word === '/csr') return { verb: 'csr', request: first };
  return word === '/login' ? { verb: 'login', name: first } : undefined;
}
