import fs from 'node:fs';
import { openFile } from '../openFile.ts';

/** Another process writes the streams of this data folder, or this one does already. */
export class StreamsInUse extends Error {
  override readonly name = 'StreamsInUse';
}

/**
 * Takes the streams for this process, until the answer is called or the process ends, however it ends. Node has no lock
 * of files of its own; SQLite's is one that the system gives back by itself. @throws StreamsInUse
 */
export function lock(file: string): () => void {
  fs.closeSync(fs.openSync(file, fs.constants.O_RDWR | fs.constants.O_CREAT | fs.constants.O_NOFOLLOW, 0o600));
  const db = openFile(file);
  try {
    db.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
  } catch (error) {
    db.close();
    throw new StreamsInUse(`another process has ${file} open`, { cause: error });
  }
  return () => db.close();
}
