import net from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { createThread } from '../../src/protocol/api/threads.ts';
import { contact } from '../support/contactVisitor.ts';
import { type HandClock, handClock } from '../support/handClock.ts';
import { newMember } from '../support/member.ts';
import { newPerson, say } from '../support/people.ts';
import { bootServer } from '../support/server.ts';
import { Visitor } from '../support/visitor.ts';

/** A small SMTP server that takes, or refuses, whatever comes. */
async function postOffice() {
  const letters: { readonly to: string[]; readonly text: string }[] = [];
  const state = { refusing: false, refused: 0 };
  const server = net.createServer((socket) => {
    let to: string[] = [];
    let data: string | null = null;
    let rest = '';
    const answer = (line: string): void => void socket.write(`${line}\r\n`);
    answer('220 here');
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk) => {
      rest += chunk.toString();
      for (let end = rest.indexOf('\r\n'); end >= 0; end = rest.indexOf('\r\n')) {
        const line = rest.slice(0, end);
        rest = rest.slice(end + 2);
        if (data !== null) {
          if (line !== '.') {
            data += `${line}\n`;
            continue;
          }
          letters.push({ to, text: data });
          [to, data] = [[], null];
          answer('250 taken');
        } else if (/^(EHLO|HELO)/i.test(line)) answer('250 here');
        else if (/^RCPT/i.test(line) && state.refusing) {
          state.refused += 1;
          answer('451 later');
        } else if (/^RCPT/i.test(line)) {
          to.push(line);
          answer('250 yes');
        } else if (/^DATA/i.test(line)) {
          data = '';
          answer('354 go on');
        } else if (/^QUIT/i.test(line)) {
          answer('221 bye');
          socket.end();
        } else answer('250 yes');
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { letters, state, url: `smtp://127.0.0.1:${port}`, close: () => server.close() };
}

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

async function world(clock: HandClock) {
  const office = await postOffice();
  const mail = { url: office.url, from: 'waxwing@example.org' };
  const server = await bootServer({ clock, mail });
  closing.push(
    () => office.close(),
    () => server.close(),
  );
  await server.admin({ act: 'set', switch: 'public-comments', on: true });
  const setup = server.setupLink?.split('#')[1] ?? '';
  const admin = await newMember(server.origin, 'admin1', { setup, openRegistration: true });
  const sam = await newPerson(server.origin, 'sam');
  closing.push(() => sam.close());
  const about = { thread: 'contact', mode: 'contact', title: 'Write\r\nto us', policy: 'open' } as const;
  await admin.api.call(createThread, { body: { ...about, sites: [], answerers: ['sam'] } });
  const begin = async (notify: string, language = 'en') => {
    const link = await contact(
      new Visitor(server.origin),
      clock,
      'contact',
      { message: 'secret question' },
      { notify, language },
    );
    await sam.until(({ inbox }) => inbox.some((row) => row.conversation === link.conversation), 'a contact');
    return link;
  };
  const answer = async (conversation: string, text: string) => {
    await say(sam, conversation, text);
    await sam.conversation(conversation).until(({ items }) => items.every(({ seq }) => seq !== null), 'answered');
  };
  return { office, begin, answer, server };
}

test('[U10] an answer is told once, until it was read: without what it says, the name or the link', async () => {
  const { office, begin, answer, server } = await world(handClock());
  const link = await begin('vera@example.org');
  expect(await link.page()).toMatchObject({ notified: true });
  await answer(link.conversation, 'secret answer');
  await vi.waitFor(() => expect(office.letters).toHaveLength(1));
  await answer(link.conversation, 'and another');
  await link.page(1);
  await answer(link.conversation, 'a third');
  await vi.waitFor(() => expect(office.letters).toHaveLength(2));
  for (const { to, text } of office.letters) {
    expect(to).toEqual(['RCPT TO:<vera@example.org>']);
    expect(text).toContain('Subject: There is an answer');
    for (const word of [
      'secret',
      'Lovelace',
      'Write',
      link.conversation,
      Buffer.from(link.secret).toString('base64url'),
    ])
      expect(text).not.toContain(word);
  }
  expect(server.logged.join('\n')).not.toContain('vera@example.org');
});

test.each([
  ['de', '=?UTF-8?Q?|Subject: Eine Antwort ist da', 'privaten Link'],
  ['fr', 'Subject: =?UTF-8?Q?Il_y_a_une_r=C3=A9ponse?=', 'lien priv'],
  ['es', 'Subject: Hay una respuesta', 'enlace privado'],
])('[U10] a notice is in the language of the form: %s', async (language, subject, words) => {
  const { office, begin, answer } = await world(handClock());
  const link = await begin('vera@example.org', language);
  await answer(link.conversation, 'an answer');
  await vi.waitFor(() => expect(office.letters).toHaveLength(1));
  expect(subject.split('|').some((one) => office.letters[0]?.text.includes(one))).toBe(true);
  expect(office.letters[0]?.text).toContain(words);
});

test('[U10] what does not go is tried again, ever more seldom, and goes in the end', async () => {
  const clock = handClock();
  const { office, begin, answer } = await world(clock);
  office.state.refusing = true;
  const link = await begin('vera@example.org');
  await answer(link.conversation, 'an answer');
  await vi.waitFor(() => expect(office.state.refused).toBe(1));
  for (let refused = 2; refused <= 3; refused++) {
    await vi.waitFor(() => {
      clock.advance(60_000);
      expect(office.state.refused).toBeGreaterThanOrEqual(refused);
    });
  }
  office.state.refusing = false;
  await vi.waitFor(() => {
    clock.advance(3600_000);
    expect(office.letters).toHaveLength(1);
  });
});

test.each([
  'vera@example.org\r\nBcc: all@example.org',
  'vera@example.org, other@example.org',
  '"x\r\n"@example.org',
  '<vera@example.org>',
  'vera',
])('[U10] %j is no address to write to', async (notify) => {
  const { office, begin } = await world(handClock());
  const taken = await begin(notify).catch((error: unknown) => String(error));
  expect([taken, office.letters]).toEqual([expect.stringContaining('notify'), []]);
});
