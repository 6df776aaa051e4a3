import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listEntries } from '../../src/protocol/api/conversations.ts';
import { enter, message, say } from '../support/machine.ts';
import { envelopeOf, listen, newMember, talkWith, type Member, type Sealed } from '../support/member.ts';
import { raw } from '../support/raw.ts';
import { bootServer, type TestServer } from '../support/server.ts';

const MEBIBYTE = 1024 * 1024;

/** A file system of its own that is soon full. */
const small = fs.mkdtempSync(path.join(os.tmpdir(), 'waxwing-'));
const isMounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=48m', 'tmpfs', small]).status === 0;
const data = path.join(small, 'data');
const filler = path.join(small, 'filler');

let server: TestServer;
let amara: Member;
let sealed: Sealed;
let token: string;
beforeAll(async () => {
  if (!isMounted) return;
  server = await bootServer({ data });
  await server.admin({ act: 'set', switch: 'machine-enrolment', on: true });
  token = await enter(server.origin, 'dale');
  amara = await newMember(server.origin, 'amara');
  sealed = await talkWith(amara, await newMember(server.origin, 'bram'));
});
afterAll(async () => {
  if (isMounted) {
    await server.close();
    spawnSync('umount', [small]);
  }
  fs.rmSync(small, { recursive: true, force: true });
});

/** Not a byte is left. */
function fill(): void {
  const file = fs.openSync(filler, 'a');
  try {
    for (const piece of [MEBIBYTE, 4096, 1]) writeUntilFull(file, Buffer.alloc(piece));
  } finally {
    fs.closeSync(file);
  }
}

function writeUntilFull(file: number, piece: Buffer): void {
  try {
    while (fs.writeSync(file, piece) === piece.length);
  } catch (error) {
    if ((error as { code?: string }).code !== 'ENOSPC') throw error;
  }
}

const canRun = (): boolean => {
  if (!isMounted) process.stdout.write('skipped: needs mount\n');
  return isMounted;
};

const ready = async (): Promise<number> => (await raw(server.origin, 'GET', '/readyz')).status;

const sendRecord = (id: string): Promise<[number, unknown]> =>
  say(server.origin, message(token, `${id} ${'x'.repeat(3000)}`, { id }));

/** Of the machine's files: the places of its records, by id. */
function stored(): Map<string, number> {
  const folder = path.join(data, 'streams', 'dale');
  const text = fs.readdirSync(folder).map((day) => fs.readFileSync(path.join(folder, day), 'utf8'));
  const lines = text.join('').split('\n').slice(0, -1);
  return new Map(lines.map((line) => JSON.parse(line) as { id: string; seq: number }).map(({ id, seq }) => [id, seq]));
}

test('[002.5] records on a full disk: refused with a clear error, nothing acknowledged is lost, and it is over by itself', async () => {
  if (!canRun()) return;
  const acked = new Map<string, number>();
  const refusals: [number, unknown][] = [];
  const send = async (id: string): Promise<number> => {
    const [status, answer] = await sendRecord(id);
    if (status === 200) acked.set(id, (answer as { seq: number }).seq);
    else refusals.push([status, answer]);
    return status;
  };
  for (let each = 0; each < 20; each++) expect(await send(`before ${each}`)).toBe(200);
  fill();
  const during = await Promise.all(Array.from({ length: 100 }, (_, each) => send(`during ${each}`)));
  expect(during).toContain(503);
  expect(await send('still')).toBe(503);
  fs.rmSync(filler);
  await expect.poll(() => send('after')).toBe(200);
  for (let each = 0; each < 100; each++) expect(await send(`during ${each}`)).toBe(200);
  const clear = [503, { code: 'unavailable', title: expect.stringContaining('cannot store') }];
  for (const refusal of refusals) expect(refusal).toMatchObject(clear);
  expect(stored()).toEqual(acked);
  expect([...stored().values()]).toEqual(Array.from({ length: acked.size }, (_, at) => at + 1));
});

/** What the conversation has, by a reader. */
async function seqsOf(conversation: string): Promise<Set<number>> {
  const seqs = new Set<number>();
  for (let after = 0; ;) {
    const page = await amara.api.call(listEntries, { params: { conversation }, query: { after, limit: 200 } });
    for (const { seq } of page.entries) seqs.add(seq);
    const last = page.entries.at(-1);
    if (!last) return seqs;
    after = last.seq;
  }
}

test('[000.2] messages on a full disk: refused with a clear error, nothing acknowledged is lost, and it is over by itself', async () => {
  if (!canRun()) return;
  const { conversation } = sealed;
  let talk = await listen(amara);
  const acked: number[] = [];
  const codes = new Set<string>();
  let ref = 0;
  const send = async (): Promise<'acked' | 'refused'> => {
    ref += 1;
    const envelope = await envelopeOf(amara, sealed, 'x'.repeat(8000));
    const own = ref;
    talk.say({ op: 'send', ref: own, conversation, envelope });
    const answer = await talk.until((frame) => (frame.ev === 'ack' || frame.ev === 'refused') && frame.ref === own);
    if (answer.ev === 'ack') {
      acked.push(answer.seq);
      return 'acked';
    }
    codes.add(answer.ev === 'refused' ? answer.code : answer.ev);
    return 'refused';
  };
  for (let each = 0; each < 5; each++) expect(await send()).toBe('acked');
  fill();
  // The write-ahead log may have room for some more.
  await expect.poll(send, { interval: 0 }).toBe('refused');
  expect(await ready()).toBe(503);
  expect([...codes]).toEqual(['unavailable']);
  expect((await seqsOf(conversation)).size).toBeGreaterThanOrEqual(acked.length);
  fs.rmSync(filler);
  await expect.poll(ready).toBe(200);
  await talk.close();
  talk = await listen(amara);
  expect(await send()).toBe('acked');
  await talk.close();

  await server.restart();
  const seqs = await seqsOf(conversation);
  expect(acked.filter((seq) => !seqs.has(seq))).toEqual([]);
});
