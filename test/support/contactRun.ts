import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createThread } from '../../src/protocol/api/threads.ts';
import { contact, type PrivateLink } from './contactVisitor.ts';
import { Network } from './device.ts';
import { handClock } from './handClock.ts';
import { newMember } from './member.ts';
import { newPerson, say } from './people.ts';
import { filesBelow, whereReadable } from './readable.ts';
import { bootServer } from './server.ts';
import { Visitor } from './visitor.ts';

/** Stand in everything that is written, one in each field and one in each answer. */
const MARKS = {
  message: 'the ferry to Lødingen leaves at seven',
  answer: 'we shall wait at the quay of Lødingen',
  name: 'Vigdis of Lødingen',
  surname: 'Strandquist-Lødingen',
  email: 'vigdis.of.lodingen@example.org',
};

/** Somebody on a page of another site; everything that goes either way is heard. */
class HeardVisitor extends Visitor {
  readonly heard: string[] = [];

  override async ask(...asked: Parameters<Visitor['ask']>): ReturnType<Visitor['ask']> {
    const answer = await super.ask(...asked);
    this.heard.push(JSON.stringify(asked), JSON.stringify(answer.headers), answer.text);
    return answer;
  }
}

/**
 * A visitor writes so many marked messages in a contact form, each in a conversation of its own and once more behind its
 * link; each is answered. Answers where a mark or a secret can be read: in the data folder while it runs and after it stopped,
 * in the logs, and in all requests, answers and frames.
 */
export async function contactRun(conversations: number): Promise<string[]> {
  const data = mkdtempSync(path.join(tmpdir(), 'waxwing-'));
  const clock = handClock();
  const roomy = { burst: 10_000, perMinute: 10_000 };
  const rates = { 'address: contact': roomy, 'thread: contact': roomy, 'address: contact read': roomy };
  const server = await bootServer({ data, clock, rates });
  await server.admin({ act: 'set', switch: 'public-comments', on: true });
  const admin = await newMember(server.origin, 'admin1', {
    setup: server.setupLink?.split('#')[1] ?? '',
    openRegistration: true,
  });
  const network = new Network();
  const heard: string[] = [];
  network.onTraffic = (text) => void heard.push(text);
  const sam = await newPerson(server.origin, 'sam', undefined, network);
  const about = { thread: 'contact', mode: 'contact', title: 'Write to us', policy: 'open' } as const;
  await admin.api.call(createThread, { body: { ...about, sites: [], answerers: ['sam'] } });
  const visitor = new HeardVisitor(server.origin);
  const links: PrivateLink[] = [];
  const { name, surname, email } = MARKS;
  for (let count = 1; count <= conversations; count++) {
    const message = `${MARKS.message}, ${count}`;
    const link = await contact(visitor, clock, 'contact', { name, surname, email, message });
    links.push(link);
    const { conversation } = link;
    await sam.until(({ inbox }) => inbox.some((row) => row.conversation === conversation), 'a contact');
    await say(sam, conversation, `${MARKS.answer}, ${count}`);
    await sam.conversation(conversation).until(({ items }) => items.at(-1)?.seq === 2, 'answered');
    await link.page();
    await link.write(3, `${MARKS.message}, again`);
  }
  const texts = [
    ...Object.values(MARKS),
    ...links.flatMap(({ secret }) => [Buffer.from(secret).toString('base64url')]),
  ];
  const found = whereReadable(texts, filesBelow(data));
  sam.close();
  await server.close();
  found.push(...whereReadable(texts, filesBelow(data)));
  const wires = new Map([
    ['the log', Buffer.from(server.logged.join('\n'))],
    ['the wire', Buffer.from([...heard, ...visitor.heard].join('\n'))],
  ]);
  found.push(...whereReadable(texts, wires));
  rmSync(data, { recursive: true });
  return found;
}
