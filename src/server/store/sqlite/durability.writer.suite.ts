// A process that appends as fast as it can, says what was acknowledged, and waits to be killed.
import fs from 'node:fs';
import { draft, person, random, type Person } from '../contract/world.suite.ts';
import { openSqliteStore } from './open.ts';

const store = await openSqliteStore({ folder: process.argv[2] ?? '', random });
const anna = await known('anna');
const bert = await known('bert');
await store.conversations.createDirect({
  conversation: 'the one',
  starter: anna.no,
  other: bert.no,
  sealed: false,
  at: 1,
});

async function known(username: string): Promise<Person> {
  const there = await store.accounts.byName(username);
  if (!there) return person(store, username);
  const device = (await store.keys.devices(there.no))[0];
  return {
    no: there.no,
    device: device?.no ?? 0,
    account: there.account ?? '',
    username,
    deviceId: device?.device ?? '',
  };
}

async function write(): Promise<never> {
  for (;;) {
    const appended = await store.log.append(draft({ log: 1 }, anna, { payload: random(300) }));
    if (typeof appended === 'string') throw new Error(appended);
    fs.writeSync(1, `${appended.seq} ${Buffer.from(appended.hash).toString('hex')}\n`);
  }
}

await Promise.all(Array.from({ length: 50 }, write));
