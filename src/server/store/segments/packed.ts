import { promisify } from 'node:util';
import { crc32, deflateRaw, inflateRaw } from 'node:zlib';
import { readPart, type DiskFile } from './disk.ts';
import type { Mark } from './marks.ts';

const deflate = promisify<Buffer, Buffer>(deflateRaw);
const inflate = promisify<Buffer, Buffer>(inflateRaw);

// A packed day is a gzip file of many members (RFC 1952), one for each block, so that any gunzip reads the whole and we
// can begin anywhere. An extra field of each member's header, `WX`, keeps the member's length and its mark.
const EXTRA = 4 + 20;
const HEADER = 10 + 2 + EXTRA;
const TRAILER = 8;
const MAGIC = Buffer.from([0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 0, 0xff, EXTRA, 0, 0x57, 0x58, EXTRA - 4, 0]);

/** One member with a block in it. */
export async function packBlock(block: Buffer, { seq, latest }: Mark): Promise<Buffer> {
  const packed = await deflate(block);
  const member = Buffer.alloc(HEADER + packed.length + TRAILER);
  MAGIC.copy(member);
  member.writeUInt32LE(member.length, 16);
  member.writeDoubleLE(seq, 20);
  member.writeDoubleLE(latest, 28);
  packed.copy(member, HEADER);
  member.writeUInt32LE(crc32(block), HEADER + packed.length);
  member.writeUInt32LE(block.length, HEADER + packed.length + 4);
  return member;
}

/** The block in a member. @throws PackedDamaged */
export async function unpackBlock(member: Buffer): Promise<Buffer> {
  if (readHeader(member) !== member.length) throw new PackedDamaged('a packed block does not begin where it should');
  const block = await inflate(member.subarray(HEADER, -TRAILER)).catch((error: unknown) => {
    throw new PackedDamaged('a packed block cannot be read', { cause: error });
  });
  if (crc32(block) !== member.readUInt32LE(member.length - TRAILER)) {
    throw new PackedDamaged('a packed block was altered');
  }
  return block;
}

/** A packed file holds something else than what was packed. */
export class PackedDamaged extends Error {
  override readonly name = 'PackedDamaged';
}

/** The marks of all members, from their headers. @throws PackedDamaged */
export async function packedMarks(file: DiskFile, size: number): Promise<Mark[]> {
  const marks: Mark[] = [];
  for (let offset = 0; offset < size;) {
    const header = await readPart(file, offset, HEADER);
    const length = readHeader(header);
    if (length === null || offset + length > size) throw new PackedDamaged(`no packed block at byte ${offset}`);
    marks.push({ seq: header.readDoubleLE(20), latest: header.readDoubleLE(28), offset });
    offset += length;
  }
  return marks;
}

/** The seq of the first record in a packed file. @throws PackedDamaged */
export async function packedFirst(file: DiskFile): Promise<number> {
  const header = await readPart(file, 0, HEADER);
  if (readHeader(header) === null) throw new PackedDamaged('no packed block at its beginning');
  return header.readDoubleLE(20);
}

/** The member's length; null where none of ours begins. */
function readHeader(bytes: Buffer): number | null {
  if (bytes.length < HEADER || !bytes.subarray(0, MAGIC.length).equals(MAGIC)) return null;
  const length = bytes.readUInt32LE(16);
  return length > HEADER + TRAILER ? length : null;
}
