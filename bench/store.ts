// Messages stored durably a second through the store, beside the floors below it in the same run: SQLite with the same
// pragmas and rows of the same size and nothing else, and a file with the same batches. Trust the ratios.
//   node bench/store.ts [--seconds 1.5] [--rounds 3] [--logs 1000]
import crypto from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { parseArgs } from 'node:util';
import type { EntryDraft, NewAccount, Store } from '../src/server/core/ports.ts';
import { openSqliteStore } from '../src/server/store/sqlite/open.ts';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '1.5' },
    rounds: { type: 'string', default: '3' },
    logs: { type: 'string', default: '1000' },
  },
});
const MILLISECONDS = Number(values.seconds) * 1000;
const ROUNDS = Number(values.rounds);
const LOGS = Number(values.logs);
const PAYLOAD = 500;
const IN_FLIGHT = [1, 8, 64, 256];

const random = (length: number): Uint8Array<ArrayBuffer> => new Uint8Array(crypto.randomBytes(length));
const payload = random(PAYLOAD);

interface Contender {
  readonly name: string;
  /** Messages a second with so many in flight. */
  run(inFlight: number): Promise<number>;
  close(): Promise<void>;
}

async function store(folder: string): Promise<Contender> {
  const opened = await openSqliteStore({ folder, random });
  const [anna, bert] = [await member(opened, 'anna'), await member(opened, 'bert')];
  await Promise.all(
    Array.from({ length: LOGS }, (_, index) =>
      opened.conversations.createDirect({
        conversation: `c${index}`,
        starter: anna.no,
        other: bert.no,
        sealed: false,
        at: 1,
      }),
    ),
  );
  const logs = (await opened.conversations.logsOf(anna.no, { after: 0, limit: 100_000 })).map(({ log }) => log);
  const draft = (): EntryDraft => ({
    log: logs[Math.floor(Math.random() * logs.length)] ?? 1,
    account: anna.no,
    device: anna.device,
    messageId: uuidv7(),
    counts: true,
    payload,
    at: Date.now(),
    epochHash: null,
    empties: null,
  });
  return {
    name: 'store',
    async run(inFlight) {
      let stored = 0;
      const end = performance.now() + MILLISECONDS;
      const started = performance.now();
      const one = async (): Promise<void> => {
        while (performance.now() < end) {
          await opened.log.append(draft());
          stored++;
        }
      };
      await Promise.all(Array.from({ length: inFlight }, one));
      return (stored / (performance.now() - started)) * 1000;
    },
    close: () => opened.close(),
  };
}

function bareSqlite(folder: string): Contender {
  fs.mkdirSync(folder);
  const db = new DatabaseSync(path.join(folder, 'bare.db'));
  for (const pragma of [
    'locking_mode = EXCLUSIVE',
    'journal_mode = WAL',
    'synchronous = FULL',
    'secure_delete = ON',
    'cache_size = -65536',
    'wal_autocheckpoint = 4000',
  ]) {
    db.exec(`PRAGMA ${pragma}`);
  }
  db.exec(`CREATE TABLE entries (id INTEGER PRIMARY KEY, log INTEGER, seq INTEGER, kind TEXT, account INTEGER,
    device INTEGER, message_id BLOB, counts INTEGER, at INTEGER, payload BLOB, hash BLOB, chain BLOB) STRICT`);
  const insert = db.prepare('INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
  const [begin, commit] = [db.prepare('BEGIN IMMEDIATE'), db.prepare('COMMIT')];
  const [messageId, hash] = [random(16), random(32)];
  let id = 0;
  return {
    name: 'bare SQLite',
    async run(inFlight) {
      return repeat(inFlight, () => {
        begin.run();
        for (let each = 0; each < inFlight; each++) {
          insert.run(++id, id % LOGS, id, 'message', 1, 1, messageId, 1, 1_763_000_000_000, payload, hash, hash);
        }
        commit.run();
      });
    },
    async close() {
      db.close();
    },
  };
}

function file(folder: string): Contender {
  fs.mkdirSync(folder);
  const fd = fs.openSync(path.join(folder, 'log'), 'a');
  const row = random(PAYLOAD + 16 + 64 + 20);
  return {
    name: 'file + fdatasync',
    async run(inFlight) {
      const batch = Buffer.concat(Array.from({ length: inFlight }, () => row));
      return repeat(inFlight, () => {
        fs.writeSync(fd, batch);
        fs.fdatasyncSync(fd);
      });
    },
    async close() {
      fs.closeSync(fd);
    },
  };
}

function repeat(batch: number, write: () => void): number {
  const started = performance.now();
  let stored = 0;
  while (performance.now() - started < MILLISECONDS) {
    write();
    stored += batch;
  }
  return (stored / (performance.now() - started)) * 1000;
}

function uuidv7(): Uint8Array {
  const bytes = crypto.randomBytes(16);
  bytes.writeUIntBE(Date.now(), 0, 6);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x70, 6);
  return bytes;
}

async function member(store: Store, username: string): Promise<{ no: number; device: number }> {
  const account: NewAccount = {
    account: username,
    username,
    displayName: username,
    role: 'member',
    state: 'active',
    device: { device: username, label: 'bench' },
    opaqueRecord: '-',
    created: { number: 1, entry: random(9), hash: random(32) },
    accountKey: { generation: 1, seeds: [], link: null },
    vault: { version: 1, sealed: '-', passwordWrap: '-', recoveryWrap: '-', recoveryKey: '-' },
    link: null,
    most: null,
    setRegistration: null,
    at: 1,
    audit: { at: 1, who: username, what: 'register', subject: username, from: 'local' },
  };
  const created = await store.accounts.create(account);
  if (typeof created === 'string') throw new Error(created);
  return created;
}

const median = (numbers: readonly number[]): number => numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0;

const root = fs.mkdtempSync(path.join(os.tmpdir(), 'waxwing-bench-'));
try {
  const contenders = [
    await store(path.join(root, 'store')),
    bareSqlite(path.join(root, 'bare')),
    file(path.join(root, 'file')),
  ];
  console.log(
    `messages of ${PAYLOAD} B a second, durable, ${LOGS} logs, medians of ${ROUNDS} interleaved rounds, of ratios within a round`,
  );
  console.log(['in flight', ...contenders.map(({ name }) => name), 'of SQLite', 'of the file'].join(' | '));
  for (const inFlight of IN_FLIGHT) {
    const found = contenders.map((): number[] => []);
    for (let round = 0; round < ROUNDS; round++) {
      for (const [index, contender] of contenders.entries()) found[index]?.push(await contender.run(inFlight));
    }
    const [ours = [], sqlite = [], bare = []] = found;
    const ratio = (floor: readonly number[]): string =>
      median(ours.map((rate, round) => rate / (floor[round] ?? 1))).toFixed(2);
    const row = [inFlight, ...found.map((rates) => Math.round(median(rates))), ratio(sqlite), ratio(bare)];
    console.log(row.join(' | '));
  }
  for (const contender of contenders) await contender.close();
} finally {
  fs.rmSync(root, { recursive: true, force: true });
}
