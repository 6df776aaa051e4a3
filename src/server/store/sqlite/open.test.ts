import fs from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { id, newAccount, person, random } from '../contract/world.suite.ts';
import { Connection } from './connection.ts';
import { DatabaseInUse, NewerDatabase } from './errors.ts';
import { openSqliteStore } from './open.ts';
import { followers } from './migrations/0007-followers.ts';
import { howSessionsBegan } from './migrations/0009-how-sessions-began.ts';
import { SCHEMA_VERSION, migrations } from './schema.ts';
import { sqliteUnderTest, type SqliteUnderTest } from './underTest.suite.ts';

let under: SqliteUnderTest;

beforeEach(async () => {
  under = await sqliteUnderTest();
});

afterEach(() => under.discard());

/** Past the store: what somebody with the file and SQL could try. */
function raw<T>(work: (db: DatabaseSync) => T): T {
  const db = new DatabaseSync(path.join(under.folder, 'waxwing.db'));
  try {
    return work(db);
  } finally {
    db.close();
  }
}

describe('the data folder', () => {
  test('is for its owner only, and so is the database', async () => {
    fs.mkdirSync(under.folder, { mode: 0o755 });
    const store = await under.open();
    expect(fs.statSync(under.folder).mode & 0o777).toBe(0o700);
    for (const file of fs.readdirSync(under.folder)) {
      expect(fs.statSync(path.join(under.folder, file)).mode & 0o077).toBe(0);
    }
    await store.close();
  });

  test('a database of a newer version is refused and left as it is', async () => {
    await (await under.open()).close();
    raw((db) => db.exec(`PRAGMA user_version = ${SCHEMA_VERSION + 1}`));
    await expect(under.open()).rejects.toThrow(NewerDatabase);
    expect(raw((db) => db.prepare('PRAGMA user_version').get()?.['user_version'])).toBe(SCHEMA_VERSION + 1);
  });

  test('one process at a time has it open', async () => {
    const store = await under.open();
    await expect(under.open()).rejects.toThrow(DatabaseInUse);
    await person(store, 'anna');
    await store.close();
    await (await under.open()).close();
  });

  test('what is no database is refused', async () => {
    fs.mkdirSync(under.folder);
    fs.writeFileSync(path.join(under.folder, 'waxwing.db'), 'something else altogether'.repeat(100));
    await expect(under.open()).rejects.toThrow(/not a database/);
  });

  test('each server has an id of its own', async () => {
    const store = await under.open();
    const other = await sqliteUnderTest();
    const second = await other.open();
    expect(store.instance).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(second.instance).not.toBe(store.instance);
    await Promise.all([store.close(), second.close()]);
    await other.discard();
  });
});

test('[001.8] of sessions from before it was kept, those that may have begun with an SSH key end', async () => {
  fs.mkdirSync(under.folder, { mode: 0o700 });
  const [byPassword, byCertificate, unclear] = [random(32), random(32), random(32)];
  raw((db) => {
    for (const { version, sql } of migrations.slice(0, howSessionsBegan.version - 1))
      db.exec(`${sql}; PRAGMA user_version = ${version}`);
    const account = db.prepare(
      `INSERT INTO accounts (no, account, username, display_name, role, state, created_at, chain_number)
       VALUES (?, ?, ?, '', 'member', 'active', 1, 0)`,
    );
    for (const [no, name] of [
      [11, 'anna'],
      [12, 'bert'],
    ] as const)
      account.run(no, id(), name);
    const key = db.prepare('INSERT INTO ssh_keys VALUES (?, ?, ?, ?, 1, ?)');
    key.run(11, 'never used', 'x', '', null);
    key.run(12, 'used', 'x', '', 5);
    db.prepare(
      `INSERT INTO certificates (serial, account, key_hash, label, issued_at, ends_at) VALUES ('s', 12, ?, '', 1, 9000)`,
    ).run(random(32));
    const session = db.prepare('INSERT INTO sessions VALUES (?, ?, NULL, 1, 1, 9000, ?)');
    session.run(byPassword, 11, null);
    session.run(byCertificate, 12, 's');
    session.run(unclear, 12, null);
  });
  const store = await under.open();
  const { sessions } = store;
  expect(await sessions.find(byPassword, 2)).toMatchObject({ began: null, confirmed: false });
  expect(await sessions.find(byCertificate, 2)).toMatchObject({ began: { by: 'certificate', certificate: 's' } });
  expect(await sessions.find(unclear, 2)).toBeUndefined();
  await store.close();
});

test('machines and people of before there were followers and alerts stay who they are', async () => {
  fs.mkdirSync(under.folder, { mode: 0o700 });
  raw((db) => {
    for (const { version, sql } of migrations.slice(0, followers.version - 1))
      db.exec(`${sql}; PRAGMA user_version = ${version}`);
    db.exec(`INSERT INTO accounts (no, account, username, display_name, role, state, created_at)
      VALUES (1, '${id()}', 'anna', '', 'admin', 'active', 1)`);
    db.exec(`INSERT INTO machines (no, machine, name, disabled, created_at) VALUES (5, 'its-id', 'dale', 1, 1)`);
  });
  const store = await under.open();
  expect((await store.accounts.list()).map(({ no, username }) => [no, username])).toEqual([[1, 'anna']]);
  expect((await person(store, 'bert')).no).toBe(2);
  expect(await store.machines.byName('dale')).toMatchObject({ no: 5, everyone: false, disabled: true });
  expect(await store.followers.page(1, true, { after: null, limit: 9 })).toMatchObject([
    { machine: 'dale', follows: false, followers: 0, alerts: null },
  ]);
  expect(await store.followers.page(1, false, { after: null, limit: 9 })).toEqual([]);
  expect(await store.alerts.watched()).toEqual([]);
  await store.close();
});

describe('the connection', () => {
  test('is set up for durability and deletion, and attaches nothing', () => {
    const connection = new Connection(under.folder);
    const is = (pragma: string): unknown => Object.values(connection.db.prepare(`PRAGMA ${pragma}`).get() ?? {})[0];
    const found = [
      'journal_mode',
      'synchronous',
      'foreign_keys',
      'trusted_schema',
      'secure_delete',
      'temp_store',
      'locking_mode',
    ].map(is);
    expect(found).toEqual(['wal', 2, 1, 0, 1, 2, 'exclusive']);
    expect(() => connection.db.exec("ATTACH DATABASE '/tmp/other.db' AS other")).toThrow(
      /not authorized|authorization denied|too many attached/,
    );
    expect(() => connection.db.exec("VACUUM INTO '/tmp/other.db'")).toThrow(
      /not authorized|authorization denied|too many attached/,
    );
    expect(() => connection.db.prepare("SELECT load_extension('x')").get()).toThrow(
      /load_extension|not authorized|authorization denied/,
    );
    connection.close();
  });

  test('statements outlive its reopening', () => {
    const connection = new Connection(under.folder);
    const one = connection.prepare<{ one: number }>('SELECT 1 AS one');
    connection.reopen();
    expect(one.get()?.one).toBe(1);
    connection.close();
    expect(() => one.get()).toThrow('store: closed');
  });
});

describe('what the tables themselves refuse', () => {
  test('a removed account keeps its name: nobody gets it again', async () => {
    const store = await under.open();
    const anna = await person(store, 'anna');
    await store.close();
    raw((db) => {
      db.exec(`UPDATE accounts SET state = 'removed' WHERE no = ${anna.no}`);
      expect(() => db.exec(`DELETE FROM accounts WHERE no = ${anna.no}`)).toThrow(/never deleted/);
      expect(() => db.exec(`UPDATE accounts SET username = 'free' WHERE no = ${anna.no}`)).toThrow(/never change/);
    });
    const again = await openSqliteStore({ folder: under.folder, random });
    expect(await again.accounts.create(newAccount('anna'))).toBe('username_taken');
    await again.accounts.setState(anna.no, 'active', {
      at: 1,
      who: 'a',
      what: 'enable',
      subject: 'anna',
      from: 'local',
    });
    expect((await again.accounts.byNo(anna.no))?.state).toBe('removed');
    await again.close();
  });

  test('rows that point nowhere', async () => {
    const store = await under.open();
    const direct = { conversation: id(), starter: 1, other: 2, sealed: true, at: 1 };
    await expect(store.conversations.createDirect(direct)).rejects.toThrow(/FOREIGN KEY/);
    await store.close();
  });

  test('every table is STRICT', async () => {
    await (await under.open()).close();
    const loose = raw((db) =>
      db
        .prepare("SELECT name FROM pragma_table_list WHERE schema = 'main' AND strict = 0 AND name NOT LIKE 'sqlite_%'")
        .all(),
    );
    expect(loose).toEqual([]);
  });
});
