/** A message as the catalogue's runtime takes it: text and values in turn. */
export type Compiled = (string | [name: string, format?: string, forms?: Record<string, Compiled>])[];

/** What is said of a number, by the categories of the language's own plural rules. */
export interface Plural {
  readonly value: string;
  readonly one: string;
  readonly other: string;
  readonly many?: string;
}

/** The words of a file in another language: each of the English ones, with a plural where English has one. */
export type Translation<Words> = { readonly [Id in keyof Words]: Words[Id] extends Plural ? Plural : string };

/** `#` stands for the number. `many` is what French and Spanish say of whole millions: "1 000 000 de messages". */
export const plural = (value: string, one: string, other: string, many?: string): Plural => ({
  value,
  one,
  other,
  ...(many !== undefined && { many }),
});

/** Turns `Hello {name}` into what the runtime reads, so that no compiler is shipped. */
export function compile(message: string | Plural): Compiled {
  if (typeof message === 'string') return split(message, /\{(\w+)\}/);
  const { value, ...forms } = message;
  const form = (text: string): Compiled => text.split(/(#)/).filter((part) => part !== '');
  return [[value, 'plural', Object.fromEntries(Object.entries(forms).map(([name, text]) => [name, form(text)]))]];
}

function split(message: string, placeholder: RegExp): Compiled {
  return message
    .split(placeholder)
    .map((part, index): Compiled[number] => (index % 2 === 1 ? [part] : part))
    .filter((part) => part !== '');
}
