import fs from 'node:fs';
import path from 'node:path';
import { verifyStore, type Verification } from './core/verification.ts';
import { openSqliteStore } from './store/sqlite/open.ts';
import { systemRandom } from './system.ts';

/** Verifies a data folder that no server has open. @throws Error when there is no database or it cannot be read */
export async function verifyData(data: string): Promise<Verification> {
  if (!fs.existsSync(path.join(data, 'waxwing.db')))
    throw new Error(`${data} holds no database: name the data folder with --data`);
  const store = await openSqliteStore({ folder: data, random: systemRandom });
  try {
    return await verifyStore(store);
  } finally {
    await store.close();
  }
}
