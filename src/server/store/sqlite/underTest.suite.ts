import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { StoreUnderTest } from '../contract/world.suite.ts';
import { random } from '../contract/world.suite.ts';
import { openSqliteStore } from './open.ts';
import { SETTLE_AT } from './positions.ts';

export interface SqliteUnderTest extends StoreUnderTest {
  readonly folder: string;
}

/** A store in a folder of its own. A kill is a copy of the files as they are: what a dead process leaves. */
export async function sqliteUnderTest(settleAt = SETTLE_AT): Promise<SqliteUnderTest> {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'waxwing-store-'));
  const folder = path.join(root, 'data');
  let copies = 0;
  return {
    folder,
    open: () => openSqliteStore({ folder, random, now: () => 1000, settleAt }),
    openAsKilled() {
      const copy = path.join(root, `killed-${++copies}`);
      fs.cpSync(folder, copy, { recursive: true });
      return openSqliteStore({ folder: copy, random, now: () => 1000, settleAt });
    },
    bytes: () => Buffer.concat(fs.readdirSync(folder).map((name) => fs.readFileSync(path.join(folder, name)))),
    async discard() {
      fs.rmSync(root, { recursive: true, force: true });
    },
  };
}
