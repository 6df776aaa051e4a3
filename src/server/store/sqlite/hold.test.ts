import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { append, random, talk } from '../contract/world.suite.ts';
import { heldFileProblems } from './integrity.ts';
import { openSqliteStore, type SqliteStore } from './open.ts';

let folder: string;
let store: SqliteStore;
beforeEach(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'waxwing-'));
  store = await openSqliteStore({ folder, random });
});
afterEach(async () => {
  await store.close();
  fs.rmSync(folder, { recursive: true });
});

test('a file that is held stands still while the store writes on, and holds what was there before', async () => {
  const { log, anna } = await talk(store);
  await append(store, { log }, anna);
  const held = store.holdFile();
  const file = path.join(folder, 'waxwing.db');
  const before = fs.readFileSync(file);
  for (let count = 0; count < 300; count++) {
    await append(store, { log }, anna, { payload: random(45_000) });
  }
  expect(fs.readFileSync(file).equals(before)).toBe(true);
  expect(heldFileProblems(folder)).toEqual([]);
  expect(store.holdFile()).toBeNull();
  expect(held?.release()).toBe(true);
  expect(held?.release()).toBe(false);
  await store.close();
  const db = new DatabaseSync(file, { readOnly: true });
  expect(db.prepare('SELECT count(*) AS count FROM entries').get()).toEqual({ count: 301 });
  db.close();
  store = await openSqliteStore({ folder, random });
});

test('whoever reads a held file takes no lock away from its store', async () => {
  const held = store.holdFile();
  heldFileProblems(folder);
  await expect(openSqliteStore({ folder, random })).rejects.toThrow('another process has');
  expect(held?.release()).toBe(true);
});
