import net from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { createThread } from '../../src/protocol/api/threads.ts';
import { isEmailAddress, sanitiseText } from '../../src/protocol/commentFields.ts';
import { limits } from '../../src/protocol/limits.ts';
import { contact } from '../support/contactVisitor.ts';
import { type HandClock, handClock } from '../support/handClock.ts';
import { injections } from '../support/injections.ts';
import { newMember } from '../support/member.ts';
import { newPerson, say } from '../support/people.ts';
import { bootServer } from '../support/server.ts';
import { Visitor, type written } from '../support/visitor.ts';

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

async function world(clock: HandClock, title = 'Write\r\nto us') {
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
  const about = { thread: 'contact', mode: 'contact', title, policy: 'open' } as const;
  await admin.api.call(createThread, { body: { ...about, sites: [], answerers: ['sam'] } });
  const begin = async (notify: string, language = 'en', typed: Partial<typeof written> = {}) => {
    const link = await contact(
      new Visitor(server.origin),
      clock,
      'contact',
      { message: 'secret question', ...typed },
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

test('[U10] nothing of another shape is an address to write to, and nothing that a visitor or an admin writes gets into a letter', async () => {
  const { office, begin, answer } = await world(handClock(), injections.join(' ').slice(0, limits.threadTitle).trim());
  const odd = [
    'vera@example.org\r\nBcc: all@example.org',
    'vera@example.org, other@example.org',
    '"x\r\n"@example.org',
  ];
  for (const notify of [...odd, '<vera@example.org>', 'vera']) await expect(begin(notify)).rejects.toThrow('notify');
  const strange = injections.map((text) => sanitiseText(`${text}@example.org`, 'one')).filter(isEmailAddress);
  expect(strange.filter((text) => !/^[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@example\.org$/.test(text))).toEqual([]);
  const hostile = injections.join('\n').slice(0, 9000);
  const short = '\r\nBcc: all@example.org\r\n\r\n<script>';
  const letterOf = async (typed: Partial<typeof written>) => {
    const before = office.letters.length;
    const { conversation } = await begin('vera@example.org', 'en', typed);
    await answer(conversation, typed.message ?? 'an answer');
    await vi.waitFor(() => expect(office.letters).toHaveLength(before + 1));
    const { to, text = '' } = office.letters.at(-1) ?? {};
    return { to, text: text.replace(/^(Message-ID|Date): .*$/gm, '$1') };
  };
  const plain = await letterOf({ message: 'a question' });
  expect(await letterOf({ name: short, surname: short, email: short, message: hostile })).toEqual(plain);
});
