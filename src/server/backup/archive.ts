import { createHash } from 'node:crypto';
import { BackupError } from './backupError.ts';
import { databaseOf, secretsOf, streamsOf, type Content } from './contents.ts';
import { padding, TAR_END, tarHeader } from './tar.ts';

/** The first file of a backup, JSON: what it is. */
export const MANIFEST = 'manifest.json';
/** The last one: a line for each file before it, as `sha256sum -c` reads it. */
export const SUMS = 'SHA256SUMS';
/** Of the layout of a backup. */
export const FORMAT = 1;

export interface Source {
  /** The data folder. */
  readonly folder: string;
  /** Leaves the database file as it is, and answers a descriptor to read it by. */
  readonly hold: () => Promise<number>;
  /** It was read. @throws BackupError when it has not stood still meanwhile */
  readonly release: () => Promise<void>;
  /** Of the server that writes it. */
  readonly version: string;
  /** UTC milliseconds. */
  readonly at: number;
}

/**
 * A data folder as a tar. The secrets are read first, then the database as it stands at one moment, then the streams: what
 * the database knows of them is there, and perhaps more.
 */
export async function* archive({ folder, hold, release, version, at }: Source): AsyncGenerator<Buffer> {
  const sums: string[] = [];
  async function* file({ name, size, bytes }: Content): AsyncGenerator<Buffer> {
    yield tarHeader({ name, size }, at);
    const hash = createHash('sha256');
    let left = size;
    for await (const piece of bytes) {
      left -= piece.length;
      hash.update(piece);
      yield Buffer.from(piece.buffer, piece.byteOffset, piece.length);
    }
    if (left !== 0) throw new BackupError(`${name} changed while it was read: try again`);
    yield Buffer.alloc(padding(size));
    sums.push(`${hash.digest('hex')}  ${name}\n`);
  }
  const manifest = { format: FORMAT, madeAt: new Date(at).toISOString(), madeBy: `waxwing ${version}` };
  yield* file(text(MANIFEST, `${JSON.stringify(manifest)}\n`));
  const secrets = await secretsOf(folder);
  const descriptor = await hold();
  for (const secret of secrets) yield* file(secret);
  yield* file(databaseOf(descriptor));
  await release();
  for await (const day of streamsOf(folder)) yield* file(day);
  yield* file(text(SUMS, sums.join('')));
  yield TAR_END;
}

function text(name: string, words: string): Content {
  const bytes = Buffer.from(words);
  return {
    name,
    size: bytes.length,
    bytes: (async function* () {
      yield bytes;
    })(),
  };
}
