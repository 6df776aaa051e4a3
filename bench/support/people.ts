import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Server } from '../../src/client/server.ts';
import { decodeEnvelope } from '../../src/protocol/envelope.ts';
import { SOCKET_PATH, SOCKET_PROTOCOL, openSocket } from '../../src/protocol/socket.ts';
import { PROTOCOL } from '../../src/protocol/version.ts';
import { envelopeOf, newMember, talkWith, type Member } from '../../test/support/member.ts';
import { Cookies } from '../../test/support/raw.ts';
import { startChild, type Child } from './child.ts';
import { clientFrame, openLine, type Line } from './line.ts';

/** Real accounts with real conversations, in a data folder for servers to come; made once for a run. */
export interface People {
  readonly folder: string;
  readonly members: readonly Member[];
  /** What `members[n]` says, in a conversation of its own with somebody who is absent. */
  readonly toAbsent: readonly Saying[];
  /** What `members[2n]` says to `members[2n + 1]`. */
  readonly toEachOther: readonly Saying[];
  remove(): void;
}

/** Builds frames that the server takes: a message that was really sealed, with a new message id each time. */
export type Saying = () => Buffer;

/** The message's own text. With padding, keys and signature an envelope is about 480 B. */
const TEXT = 'x'.repeat(100);

export async function makePeople(count: number): Promise<People> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'waxwing-bench-'));
  const server = await startChild('waxwing.child.ts', [path.join(folder, 'data')]);
  try {
    const [, setup = ''] = server.setupLink?.split('#') ?? [];
    const absent = await newMember(server.origin, 'absent', { setup, openRegistration: true });
    const members: Member[] = [];
    for (let each = 0; each < count; each++) members.push(await newMember(server.origin, `member${each}`));
    const toAbsent: Saying[] = [];
    for (const member of members) toAbsent.push(await saying(member, absent));
    const toEachOther: Saying[] = [];
    for (let each = 0; each + 1 < count; each += 2) {
      const [one = absent, other = absent] = members.slice(each, each + 2);
      toEachOther.push(await saying(one, other));
    }
    return {
      folder,
      members,
      toAbsent,
      toEachOther,
      remove: () => fs.rmSync(folder, { recursive: true, force: true }),
    };
  } finally {
    await server.close();
  }
}

export const startWaxwing = ({ folder }: People, node: readonly string[] = []): Promise<Child> =>
  startChild('waxwing.child.ts', [path.join(folder, 'data')], node);

async function saying(from: Member, to: Member): Promise<Saying> {
  const sealed = await talkWith(from, to);
  const envelope = Buffer.from(await envelopeOf(from, sealed, TEXT), 'base64url');
  const { messageId } = decodeEnvelope(envelope).header;
  const at = envelope.indexOf(messageId);
  let ref = 0;
  return () => {
    ref += 1;
    envelope.writeUIntBE(Date.now(), at, 6);
    envelope.writeUInt32BE(ref, at + 12);
    return clientFrame(
      `{"op":"send","ref":${ref},"conversation":"${sealed.conversation}","envelope":"${envelope.toString('base64url')}"}`,
    );
  };
}

const PATIENCE = 30_000;

/** Logged in, greeted and up to date. */
export async function connect(origin: string, member: Member): Promise<Line> {
  const http = new Cookies(origin);
  http.cookie = member.http.cookie;
  const { ticket } = await new Server(http).call(openSocket);
  const line = await openLine({ origin, path: SOCKET_PATH, protocols: `${SOCKET_PROTOCOL}, ticket.${ticket}` });
  const live = new Promise<void>((resolve, reject) => {
    setTimeout(() => reject(new Error(`${member.username} was not greeted`)), PATIENCE).unref();
    line.heard = (ev) => {
      if (ev === 'li') resolve();
      if (ev === 'by') reject(new Error(`${member.username} was sent away`));
    };
  });
  line.write(clientFrame(JSON.stringify({ op: 'hello', protocol: PROTOCOL, cursors: [] })));
  await live;
  return line;
}
