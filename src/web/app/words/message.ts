/** A message as the catalogue's runtime takes it: text and values in turn. */
export type Compiled = (string | [name: string, format?: string, forms?: Record<string, Compiled>])[];

export interface Plural {
  readonly value: string;
  readonly one: string;
  readonly other: string;
}

/** `#` stands for the number. */
export const plural = (value: string, one: string, other: string): Plural => ({ value, one, other });

/** Turns `Hello {name}` into what the runtime reads, so that no compiler is shipped. */
export function compile(message: string | Plural): Compiled {
  if (typeof message === 'string') return split(message, /\{(\w+)\}/);
  const form = (text: string): Compiled => text.split(/(#)/).filter((part) => part !== '');
  return [[message.value, 'plural', { one: form(message.one), other: form(message.other) }]];
}

function split(message: string, placeholder: RegExp): Compiled {
  return message
    .split(placeholder)
    .map((part, index): Compiled[number] => (index % 2 === 1 ? [part] : part))
    .filter((part) => part !== '');
}
