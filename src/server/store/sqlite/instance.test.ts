import { afterEach, beforeEach, expect, test } from 'vitest';
import { audit, random } from '../contract/world.suite.ts';
import { openSqliteStore, type SqliteStore } from './open.ts';
import { sqliteUnderTest, type SqliteUnderTest } from './underTest.suite.ts';

let under: SqliteUnderTest;
const open = (): Promise<SqliteStore> => openSqliteStore({ folder: under.folder, random });
beforeEach(async () => {
  under = await sqliteUnderTest();
});
afterEach(() => under.discard());

test('[S331] a store that was put back from a backup is another incarnation of the same instance', async () => {
  const before = await open();
  const { instance, incarnation } = before;
  expect(incarnation).toMatch(/^[\w-]{22}$/);
  await before.restored(audit('restored'));
  expect((await before.audit.latest('restored'))?.number).toBe(1);
  await before.close();
  const after = await open();
  expect(after.instance).toBe(instance);
  expect(after.incarnation).toMatch(/^[\w-]{22}$/);
  expect(after.incarnation).not.toBe(incarnation);
  await after.close();
});
