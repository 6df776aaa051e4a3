import { EncodingError, decodeCbor, type Bytes } from '../encoding.ts';

/** Readers of decoded CBOR. Each throws EncodingError 'wrong shape' when the value is not what its name says. */

export function arrayOf(value: unknown, length?: number): readonly unknown[] {
  if (!Array.isArray(value) || (length !== undefined && value.length !== length))
    throw new EncodingError('wrong shape');
  return value;
}

export function bytesOf(value: unknown, length?: number): Bytes {
  if (!(value instanceof Uint8Array) || (length !== undefined && value.length !== length)) {
    throw new EncodingError('wrong shape');
  }
  return new Uint8Array(value);
}

export function integerOf(value: unknown, least: number, most: number = Number.MAX_SAFE_INTEGER): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < least || value > most) {
    throw new EncodingError('wrong shape');
  }
  return value;
}

export function booleanOf(value: unknown): boolean {
  if (typeof value !== 'boolean') throw new EncodingError('wrong shape');
  return value;
}

export function textOf(value: unknown): string {
  if (typeof value !== 'string') throw new EncodingError('wrong shape');
  return value;
}

/** `[body, signature, ...]`: how everything that is signed on its own is framed. */
export function signedBody(bytes: Uint8Array): { body: Bytes; signatures: readonly Bytes[] } {
  const [body, ...signatures] = arrayOf(decodeCbor(bytes));
  return { body: bytesOf(body), signatures: signatures.map((signature) => bytesOf(signature, 64)) };
}

/** The fields of a body whose first is its version. */
export function versionedFields(body: Uint8Array, version: number): readonly unknown[] {
  const [first, ...fields] = arrayOf(decodeCbor(body));
  if (first !== version) throw new EncodingError('unknown version');
  return fields;
}
