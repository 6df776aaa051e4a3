import type { Block } from '../../../protocol/api/threads.ts';

/** What is meant by what was typed: with an @ it is mail, four numbers or colons are a network address, else it is a word. */
export function blockOf(typed: string): Block {
  const value = typed.trim().toLowerCase();
  if (/^\S*@\S+$/.test(value)) return { kind: 'email', value };
  const isAddress = /^\d{1,3}(\.\d{1,3}){3}$/.test(value) || /^[0-9a-f:]*:[0-9a-f:]*:[0-9a-f:./]*$/.test(value);
  return { kind: isAddress ? 'address' : 'word', value };
}
