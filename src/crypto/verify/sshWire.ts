import { concatBytes, type Bytes } from '../encoding.ts';

/** Bytes that are not what SSH's data types (RFC 4251, 5) or its keys and signatures are, told in one word for the log. */
export class SshError extends Error {
  override readonly name = 'SshError';
}

const utf8 = new TextEncoder();
const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Reads SSH's data types one after the other. Every method throws SshError for what is cut short or not canonical. */
export class SshReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  raw(length: number): Bytes {
    if (length > this.#bytes.length - this.#at) throw new SshError('cut short');
    const taken = this.#bytes.slice(this.#at, this.#at + length);
    this.#at += length;
    return new Uint8Array(taken);
  }

  byte(): number {
    return this.raw(1)[0] ?? 0;
  }

  uint32(): number {
    return new DataView(this.raw(4).buffer).getUint32(0);
  }

  string(): Bytes {
    return this.raw(this.uint32());
  }

  text(): string {
    try {
      return strictUtf8.decode(this.string());
    } catch {
      throw new SshError('not text');
    }
  }

  /** A positive mpint in its shortest form, as its big-endian bytes without a zero before them. */
  positive(): Bytes {
    const bytes = this.string();
    const [first = 0, second = 0] = bytes;
    if (bytes.length === 0 || first > 0x7f) throw new SshError('not positive');
    if (first !== 0) return bytes;
    if (second <= 0x7f) throw new SshError('not in its shortest form');
    return bytes.slice(1);
  }

  /** Nothing follows. */
  end(): void {
    if (this.#at !== this.#bytes.length) throw new SshError('something follows');
  }
}

export function uint32(value: number): Bytes {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value);
  return bytes;
}

/** Bytes, or text as UTF-8, behind their length. */
export function sshString(value: Uint8Array | string): Bytes {
  const bytes = typeof value === 'string' ? utf8.encode(value) : value;
  return concatBytes(uint32(bytes.length), bytes);
}

/** A positive number of big-endian bytes as an mpint in its shortest form. */
export function mpint(bytes: Uint8Array): Bytes {
  const first = bytes.findIndex((byte) => byte !== 0);
  const shortest = bytes.subarray(first === -1 ? bytes.length : first);
  const leading = (shortest[0] ?? 0) > 0x7f ? new Uint8Array(1) : new Uint8Array(0);
  return sshString(concatBytes(leading, shortest));
}
