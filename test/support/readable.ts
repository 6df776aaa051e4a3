import { readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';

/** Every spelling in which a text could lie in a file: raw, UTF-16, hex, base64 in each of its three alignments. */
export function spellings(text: string): Buffer[] {
  const raw = Buffer.from(text, 'utf8');
  const forms: Buffer[] = [raw, Buffer.from(text, 'utf16le'), Buffer.from(text, 'utf16le').swap16()];
  for (const form of [raw, Buffer.from(text, 'utf16le')]) {
    const hex = form.toString('hex');
    forms.push(Buffer.from(hex), Buffer.from(hex.toUpperCase()), ...base64Of(form));
  }
  return forms;
}

/** Base64 of the bytes wherever they begin in a larger whole, without the characters that neighbours share. */
function base64Of(bytes: Buffer): Buffer[] {
  return [0, 1, 2].flatMap((shift) => {
    const encoded = Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    const inner = encoded.slice(Math.ceil((shift * 8) / 6), Math.floor(((shift + bytes.length) * 8) / 6));
    const url = inner.replaceAll('+', '-').replaceAll('/', '_');
    return inner === url ? [Buffer.from(inner)] : [Buffer.from(inner), Buffer.from(url)];
  });
}

/** Where any of the texts can be read in any spelling: file names, or the label of a haystack. */
export function whereReadable(texts: readonly string[], haystacks: ReadonlyMap<string, Buffer>): string[] {
  const forms = texts.flatMap((text) => spellings(text).map((form) => ({ text, form })));
  return [...haystacks].flatMap(([name, bytes]) =>
    forms.filter(({ form }) => bytes.includes(form)).map(({ text }) => `"${text}" in ${name}`),
  );
}

/** Every file below a folder, whole. */
export function filesBelow(folder: string): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const file = path.join(folder, name);
    if (statSync(file).isFile()) files.set(name, readFileSync(file));
  }
  return files;
}
