import { mkdirSync, statSync } from 'node:fs';
import path from 'node:path';

/**
 * Makes the folder and those above it, new ones for their owner alone. One after the other: Node's own way never ends where
 * nobody can make a folder and the system says that the one above is missing, as it does in /proc.
 * @throws Error as the system says it
 */
export function makeFolders(folder: string): void {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return;
  const above = path.dirname(path.resolve(folder));
  if (above !== path.resolve(folder)) makeFolders(above);
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    // Somebody else was quicker.
    if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw error;
  }
}
