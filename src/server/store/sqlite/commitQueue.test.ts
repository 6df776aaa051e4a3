import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { StoreUnavailable } from '../../core/unavailable.ts';
import { until } from '../contract/world.suite.ts';
import { CommitQueue, type CommitQueueOptions } from './commitQueue.ts';
import { Connection, type Statement } from './connection.ts';

let folder: string;
let connection: Connection;
let insert: Statement;
let count: Statement<{ count: number }>;

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'waxwing-queue-'));
  connection = new Connection(folder);
  insert = connection.prepare('INSERT INTO switches (name, is_on) VALUES (?, 1)');
  count = connection.prepare('SELECT count(*) AS count FROM switches');
});

afterEach(() => {
  connection.close();
  fs.rmSync(folder, { recursive: true, force: true });
});

function queueWith(options: Partial<CommitQueueOptions> = {}): CommitQueue {
  return new CommitQueue({ connection, onUndone: () => undefined, retry: 5, ...options });
}

/** What SQLite says when the disk fails. */
const failure = (errcode: number): Error =>
  Object.assign(new Error('disk I/O error'), { code: 'ERR_SQLITE_ERROR', errcode });
const IOERR_FSYNC = 1034;
const FULL = 13;

/** The queue's statements by their text. */
function statementsOf(prepare: () => CommitQueue): { queue: CommitQueue; named: (sql: string) => Statement } {
  const made: Statement[] = [];
  const original = connection.prepare.bind(connection);
  vi.spyOn(connection, 'prepare').mockImplementation((sql: string) => {
    const statement = original(sql);
    made.push(statement);
    return statement;
  });
  const queue = prepare();
  return { queue, named: (sql) => made.find((statement) => statement.sql === sql)! };
}

describe('group commit', () => {
  test('all that waits is one transaction; answers come after its COMMIT', async () => {
    const happened: string[] = [];
    const { queue, named } = statementsOf(() => queueWith());
    for (const sql of ['BEGIN IMMEDIATE', 'COMMIT']) {
      const statement = named(sql);
      const run = statement.run.bind(statement);
      vi.spyOn(statement, 'run').mockImplementation(() => {
        const changed = run();
        happened.push(sql);
        return changed;
      });
    }
    const answers = ['a', 'b', 'c'].map(async (name) => {
      await queue.run(() => {
        happened.push(`write ${name}`);
        return insert.run(name);
      });
      happened.push(`answer ${name}`);
    });
    expect(happened).toEqual([]);
    await Promise.all(answers);
    const written = ['write a', 'write b', 'write c'];
    expect(happened).toEqual(['BEGIN IMMEDIATE', ...written, 'COMMIT', 'answer a', 'answer b', 'answer c']);
  });

  test('at most 1,024 in one transaction', async () => {
    const { queue, named } = statementsOf(() => queueWith());
    const commits = vi.spyOn(named('COMMIT'), 'run');
    await Promise.all(Array.from({ length: 2500 }, (_, index) => queue.run(() => insert.run(String(index)))));
    expect(commits).toHaveBeenCalledTimes(3);
    expect(count.get()?.count).toBe(2500);
  });

  test('what throws is refused alone, and leaves nothing; memory is told that a transaction was undone', async () => {
    const onUndone = vi.fn<() => void>();
    const queue = queueWith({ onUndone });
    const answers = await Promise.allSettled([
      queue.run(() => insert.run('a')),
      queue.run(() => {
        insert.run('half');
        throw new Error('a defect');
      }),
      queue.run(() => insert.run('a')),
      queue.run(() => insert.run('b')),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled']);
    expect(count.get()?.count).toBe(2);
    expect(onUndone).toHaveBeenCalled();
  });

  test('more than may wait is refused as busy, and nothing that waits suffers', async () => {
    const queue = queueWith({ bound: 3 });
    const answers = await Promise.allSettled(['a', 'b', 'c', 'd'].map((name) => queue.run(() => insert.run(name))));
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled', 'rejected']);
    expect(answers[3]).toMatchObject({ reason: new StoreUnavailable('busy') });
    await queue.run(() => insert.run('e'));
  });

  test('writes that follow from answers go into the next transaction', async () => {
    const queue = queueWith();
    await queue.run(() => insert.run('a')).then(() => queue.run(() => insert.run('b')));
    expect(count.get()?.count).toBe(2);
  });
});

describe('when the disk fails', () => {
  test.each([
    ['a COMMIT that cannot be synced', IOERR_FSYNC],
    ['a full disk', FULL],
  ])('%s: nothing of the batch is acknowledged, writing stays closed, then recovers', async (_what, errcode) => {
    const onUndone = vi.fn<() => void>();
    const { queue, named } = statementsOf(() => queueWith({ onUndone }));
    const reopen = vi.spyOn(connection, 'reopen').mockImplementationOnce(() => {
      throw failure(errcode);
    });
    vi.spyOn(named('COMMIT'), 'run').mockImplementationOnce(() => {
      throw failure(errcode);
    });
    const answers = await Promise.allSettled(['a', 'b'].map((name) => queue.run(() => insert.run(name))));
    for (const answer of answers) expect(answer).toMatchObject({ status: 'rejected', reason: { reason: 'failed' } });
    await expect(queue.run(() => insert.run('c'))).rejects.toThrow(StoreUnavailable);
    await until(() =>
      queue
        .run(() => insert.run('d'))
        .then(
          () => true,
          () => false,
        ),
    );
    expect(reopen).toHaveBeenCalledTimes(2);
    expect(onUndone).toHaveBeenCalled();
    expect(count.get()?.count).toBe(1);
  });

  test('what waits behind the failed batch is refused with it', async () => {
    const { queue, named } = statementsOf(() => queueWith({ retry: 60_000 }));
    vi.spyOn(named('COMMIT'), 'run').mockImplementationOnce(() => {
      throw failure(IOERR_FSYNC);
    });
    const all = Array.from({ length: 1500 }, (_, index) => queue.run(() => insert.run(String(index))));
    const answers = await Promise.allSettled(all);
    expect(answers.filter(({ status }) => status === 'rejected')).toHaveLength(1500);
    await queue.close();
  });

  test('an I/O error within a write closes too: it is no defect of that write', async () => {
    const queue = queueWith({ retry: 60_000 });
    const answers = await Promise.allSettled([
      queue.run(() => insert.run('a')),
      queue.run(() => {
        throw failure(266);
      }),
    ]);
    for (const answer of answers) expect(answer).toMatchObject({ status: 'rejected', reason: { reason: 'failed' } });
    await queue.close();
  });
});
