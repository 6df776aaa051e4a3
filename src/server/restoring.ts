import fs from 'node:fs';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { sealedTo, type Opening, type SealedTo } from './backup/age.ts';
import { BackupError } from './backup/backupError.ts';
import { unpack } from './backup/unpacking.ts';
import { audited } from './core/audited.ts';
import type { Verification } from './core/verification.ts';
import { UNFINISHED } from './halfRestored.ts';
import { makeFolders } from './makeFolders.ts';
import { openSqliteStore } from './store/sqlite/open.ts';
import { systemClock, systemRandom } from './system.ts';
import { verifyData, verifyStreams } from './verifyData.ts';

/** What was found in a backup. */
export interface Looked extends Verification {
  readonly streams: number;
  readonly records: number;
  /** UTC milliseconds. */
  readonly madeAt: number;
}

const DATABASE = 'waxwing.db';
/** What may stand in a folder into which is restored: the backups themselves. */
const HARMLESS = ['backups', 'lost+found'];

/** What opens it, as it says itself. @throws BackupError when it is no backup */
export const whatOpens = (backup: string): Promise<SealedTo> => sealedTo(fs.createReadStream(backup));

/**
 * Looks at a backup as at a data folder: in a folder of its own below the system's folder for such, removed afterwards.
 * @param began told of that folder
 * @throws BackupError; what the disk refuses
 */
export async function verifyBackup(backup: string, opening: Opening, began: (folder: string) => void): Promise<Looked> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'waxwing-verify-'));
  began(folder);
  try {
    return await lookAt(backup, opening, folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Puts a backup into an empty folder: all of it, once all of it was checked, or nothing. The server in it is another
 * incarnation then. @param began told of the folder in which it is made ready
 * @throws BackupError: a backup that does not fit, a folder that is not empty; what the disk refuses
 */
export async function restoreData(
  backup: string,
  opening: Opening,
  data: string,
  began: (folder: string) => void,
): Promise<Looked> {
  refuseUsed(data);
  const isNew = !fs.existsSync(data);
  const draft = path.join(data, UNFINISHED);
  try {
    makeFolders(draft);
    fs.chmodSync(data, 0o700);
    began(isNew ? data : draft);
    const found = await lookAt(backup, opening, draft);
    if (found.problems.length > 0) throw new BackupError(found.problems.join('; '));
    await beginAnew(draft, found.madeAt);
    await putInPlace(draft, data);
    return found;
  } catch (error) {
    await rm(isNew ? data : draft, { recursive: true, force: true });
    throw error;
  }
}

function refuseUsed(data: string): void {
  if (!fs.existsSync(data)) return;
  const found = fs.readdirSync(data).find((name) => !HARMLESS.includes(name));
  if (found !== undefined)
    throw new BackupError(`${data} is not empty (it holds ${found}): name an empty folder with --data`);
}

async function lookAt(backup: string, opening: Opening, folder: string): Promise<Looked> {
  const { madeAt } = await unpack(backup, opening, folder);
  const stored = await verifyData(folder);
  const { streams, records, problems } = await verifyStreams(folder);
  return { ...stored, streams, records, madeAt, problems: [...stored.problems, ...problems] };
}

async function beginAnew(folder: string, madeAt: number): Promise<void> {
  const store = await openSqliteStore({ folder, random: systemRandom });
  try {
    const subject = `backup of ${new Date(madeAt).toISOString()}`;
    await store.restored(audited(systemClock, 'waxwing restore', 'restored', subject, 'local'));
  } finally {
    await store.close();
  }
}

/** The database comes last; until the draft is gone no server starts. */
async function putInPlace(draft: string, data: string): Promise<void> {
  const others = fs.readdirSync(draft).filter((name) => name !== DATABASE);
  for (const name of [...others, DATABASE]) await rename(path.join(draft, name), path.join(data, name));
  syncFolder(data);
  fs.rmdirSync(draft);
  syncFolder(data);
}

function syncFolder(folder: string): void {
  const handle = fs.openSync(folder, 'r');
  fs.fsyncSync(handle);
  fs.closeSync(handle);
}
