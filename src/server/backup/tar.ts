/** What stands in front of a file in a tar. */
export interface TarEntry {
  /** With `/` between folders, at most 100 bytes. */
  readonly name: string;
  readonly size: number;
}

export const BLOCK = 512;
/** Two empty blocks end a tar. */
export const TAR_END = Buffer.alloc(2 * BLOCK);

const NAME = { at: 0, length: 100 };
const SIZE = { at: 124, length: 12 };
const CHECKSUM = { at: 148, length: 8 };
const LARGEST_OCTAL = 8 ** 11;

/** The header of a plain file for its owner only (ustar, POSIX.1-1988), written at `at`, UTC milliseconds. */
export function tarHeader({ name, size }: TarEntry, at: number): Buffer {
  const header = Buffer.alloc(BLOCK);
  if (Buffer.byteLength(name) > NAME.length) throw new RangeError(`the name ${name} is too long for a tar`);
  header.write(name, NAME.at);
  header.write('0000600\0', 100);
  header.write('0000000\0', 108);
  header.write('0000000\0', 116);
  if (size < LARGEST_OCTAL) header.write(`${octal(size, 11)}\0`, SIZE.at);
  else writeLarge(header, size);
  header.write(`${octal(Math.floor(at / 1000), 11)}\0`, 136);
  header.write('0', 156);
  header.write('ustar\u000000', 257, 'latin1');
  header.write(`${octal(checksumOf(header), 6)}\0 `, CHECKSUM.at);
  return header;
}

/** Null: the end. @throws RangeError when it is no header of a plain file */
export function readTarHeader(header: Buffer): TarEntry | null {
  if (header.length === BLOCK && header.every((byte) => byte === 0)) return null;
  const checksum = Number.parseInt(field(header, CHECKSUM), 8);
  if (header.length !== BLOCK || checksum !== checksumOf(header) || header[156] !== 0x30)
    throw new RangeError('no header of a file');
  const isLarge = (header[SIZE.at] ?? 0) === 0x80;
  const size = isLarge ? header.readUIntBE(SIZE.at + 6, 6) : Number.parseInt(field(header, SIZE), 8);
  return { name: field(header, NAME), size };
}

/** What fills the last block of a file. */
export const padding = (size: number): number => (BLOCK - (size % BLOCK)) % BLOCK;

const octal = (value: number, digits: number): string => value.toString(8).padStart(digits, '0');

/** From 8 GiB on, as every tar of today writes and reads it: binary behind a set bit. */
function writeLarge(header: Buffer, size: number): void {
  header[SIZE.at] = 0x80;
  header.writeUIntBE(size, SIZE.at + 6, 6);
}

/** The sum of all bytes, its own field read as spaces. */
function checksumOf(header: Buffer): number {
  let sum = 0;
  for (const [at, byte] of header.entries()) {
    const own = at >= CHECKSUM.at && at < CHECKSUM.at + CHECKSUM.length;
    sum += own ? 0x20 : byte;
  }
  return sum;
}

function field(header: Buffer, { at, length }: { at: number; length: number }): string {
  const [text = ''] = header.toString('utf8', at, at + length).split('\0');
  return text;
}
