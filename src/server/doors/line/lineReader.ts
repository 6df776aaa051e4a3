/** Bytes of a line from a client, without its end. */
export const LONGEST_LINE = 4096;

export type ReadLine = { readonly text: string } | { readonly wrong: 'too long' | 'not text' };

export interface LineReader {
  /** The lines that these bytes complete. After one that is too long nothing is read any more. */
  read(bytes: Uint8Array): ReadLine[];
}

const LF = 0x0a;
const CR = 0x0d;

/** Puts lines together from bytes, however these were cut. It keeps no more than one line. */
export function createLineReader(): LineReader {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let kept = Buffer.alloc(0);
  let over = false;

  const lineOf = (bytes: Buffer): ReadLine => {
    const line = bytes.at(-1) === CR ? bytes.subarray(0, -1) : bytes;
    if (line.length > LONGEST_LINE) return { wrong: 'too long' };
    try {
      return { text: decoder.decode(line) };
    } catch {
      return { wrong: 'not text' };
    }
  };

  return {
    read(bytes) {
      const lines: ReadLine[] = [];
      let rest = kept.length === 0 ? Buffer.from(bytes) : Buffer.concat([kept, bytes]);
      while (!over) {
        const end = rest.indexOf(LF);
        // One byte more may be the first half of the line's end.
        if (end === -1 && rest.length <= LONGEST_LINE + 1) break;
        const line = end === -1 ? ({ wrong: 'too long' } as const) : lineOf(rest.subarray(0, end));
        lines.push(line);
        over = 'wrong' in line && line.wrong === 'too long';
        rest = rest.subarray(end + 1);
      }
      kept = over ? Buffer.alloc(0) : Buffer.from(rest);
      return lines;
    },
  };
}
