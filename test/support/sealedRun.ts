import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Followers } from '../../src/cli/send/followers.ts';
import { Ingest } from '../../src/cli/send/ingest.ts';
import { openQueue } from '../../src/cli/send/queue.ts';
import { composer } from '../../src/cli/send/records.ts';
import { Sealing } from '../../src/cli/send/sealing.ts';
import { Sending } from '../../src/cli/send/sending.ts';
import { newPerson } from './people.ts';
import { filesBelow, whereReadable } from './readable.ts';
import { type TestServer, bootServer } from './server.ts';

/** Stands in every record of the run. */
const MARK = 'the boiler room of Lødingen is under water';

export interface SealedRun {
  /** Where a mark can be read: in the queue, the data folder while it runs and after it stopped, the logs, the requests. */
  readonly found: string[];
  /** What the follower reads. */
  readonly read: string[];
  readonly sent: string[];
}

/** A machine seals so many marked records to somebody who follows it, half of them while the server is away. */
export async function sealedRun(records: number): Promise<SealedRun> {
  const folder = mkdtempSync(path.join(tmpdir(), 'waxwing-sealed-'));
  const [data, queueFolder] = [path.join(folder, 'data'), path.join(folder, 'queue')];
  const server = await bootServer({ data });
  const person = await newPerson(server.origin, 'amara');
  const asked = { act: 'token', name: 'dale', label: 'test' };
  const { token } = (await server.admin({ act: 'machine', asked })) as { token: string };
  await server.admin({ act: 'machine', asked: { act: 'follow', name: 'dale', add: ['amara'] } });
  const wire = await listenedTo(server);

  const place = { origin: wire.origin, authorities: null };
  const ingest = new Ingest(async () => place, { machine: 'dale', credentials: { token } });
  const notice = () => undefined;
  const followers = new Followers({ machine: 'dale', folder: queueFolder, ingest, notice });
  const failed = (error: Error) => {
    throw error;
  };
  const sealing = new Sealing({ machine: 'dale', followers, failed });
  const queue = openQueue(queueFolder);
  await sealing.begin(Date.now());
  const sending = () =>
    new Sending({ queue, ingest, compose: composer('info', sealing), atOnce: 50, notice, arrived: () => undefined });

  const sent = Array.from({ length: records }, (_, at) => `${MARK}, ${at + 1}`);
  const file = path.join(folder, 'input');
  const half = Math.floor(records / 2);
  writeFileSync(file, sent.slice(0, half).join('\n'));
  await sending().run({ kind: 'file', file });

  await server.stop();
  const away = sending();
  writeFileSync(file, sent.slice(half).join('\n'));
  const ended = away.run({ kind: 'file', file });
  while (queue.waiting() < records - half) await new Promise((resolve) => setTimeout(resolve, 20));
  const found = whereReadable([MARK], filesBelow(queueFolder));
  await server.restart();
  await ended;

  const read: string[] = [];
  for (let after = 0; read.length < records;) {
    const page = await person.client.records('dale', { after });
    if (!page.ok || page.records.length === 0) throw new Error('no records');
    for (const record of page.records) {
      const opened = await person.client.openRecord('dale', record);
      read.push(opened.ok ? opened.text : opened.code);
      after = record.seq;
    }
  }
  found.push(...whereReadable([MARK], filesBelow(data)));
  person.close();
  queue.close();
  await wire.close();
  await server.close();
  found.push(...whereReadable([MARK], filesBelow(data)), ...whereReadable([MARK], filesBelow(queueFolder)));
  const heard = new Map([
    ['the log', Buffer.from(server.logged.join('\n'))],
    ['the wire', Buffer.from(wire.heard().join('\n'))],
  ]);
  found.push(...whereReadable([MARK], heard));
  rmSync(folder, { recursive: true });
  return { found, read, sent };
}

/** The way to a server, on which everything is heard. */
async function listenedTo(server: TestServer) {
  const heard: string[] = [];
  const between = http.createServer((request, response) => {
    const { hostname, port } = new URL(server.origin);
    const { method, url, headers } = request;
    request.on('data', (chunk: Buffer) => heard.push(chunk.toString()));
    const onward = http.request({ hostname, port, method, path: url, headers, agent: false }, (answer) => {
      answer.on('data', (chunk: Buffer) => heard.push(chunk.toString()));
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  });
  await new Promise<void>((resolve) => between.listen(0, '127.0.0.1', resolve));
  const { port } = between.address() as { port: number };
  return {
    origin: `http://localhost:${port}`,
    heard: () => heard,
    close: () => {
      between.closeAllConnections();
      return new Promise((resolve) => between.close(resolve));
    },
  };
}
