import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ClientState, InboxRow } from '../../src/client/api.ts';
import { createThread } from '../../src/protocol/api/threads.ts';
import { contact, type PrivateLink } from '../support/contactVisitor.ts';
import { handClock } from '../support/handClock.ts';
import { newMember, type Member } from '../support/member.ts';
import { anotherDevice, newPerson, say } from '../support/people.ts';
import { bootServer, type TestServer } from '../support/server.ts';
import { Visitor } from '../support/visitor.ts';

const clock = handClock();
let server: TestServer;
let admin: Member;
let named = 0;
beforeAll(async () => {
  server = await bootServer({ clock });
  await server.admin({ act: 'set', switch: 'public-comments', on: true });
  const setup = server.setupLink?.split('#')[1] ?? '';
  admin = await newMember(server.origin, 'admin1', { setup, openRegistration: true });
});
afterAll(() => server.close());

async function form(...answerers: string[]): Promise<string> {
  const thread = `contact-${++named}`;
  const body = {
    thread,
    mode: 'contact' as const,
    title: 'Write to us',
    policy: 'open' as const,
    sites: [],
    answerers,
  };
  await admin.api.call(createThread, { body });
  return thread;
}
const rowOf = ({ inbox }: ClientState, { conversation }: PrivateLink): InboxRow | undefined =>
  inbox.find((row) => row.conversation === conversation);
const visitorTo = (thread: string, message: string): Promise<PrivateLink> =>
  contact(new Visitor(server.origin), clock, thread, {
    name: 'Vera',
    surname: 'Visitor',
    email: 'vera@example.org',
    message,
  });

test('[U1] what a visitor writes is in the inbox of who answers, on all devices; the answer is read behind the private link', async () => {
  const laptop = await newPerson(server.origin, 'sam');
  const phone = await anotherDevice(server.origin, 'sam');
  const link = await visitorTo(await form('sam'), 'Are you open on Sunday?');
  for (const device of [laptop, phone]) await device.until((state) => rowOf(state, link)?.unread === 1, 'a contact');
  expect(rowOf(phone.state(), link)).toMatchObject({
    kind: 'contact',
    sealed: true,
    contact: 'Write to us',
    with: { displayName: 'Vera Visitor' },
    preview: { mine: false, body: { type: 'text', text: 'Are you open on Sunday?' } },
  });
  const open = phone.conversation(link.conversation);
  const view = await open.until(({ items }) => items.length === 1, 'shown');
  expect(view).toMatchObject({
    contact: { title: 'Write to us', name: 'Vera Visitor', email: 'vera@example.org', readable: true },
    waiting: null,
    safetyNumber: null,
  });
  expect(view.items[0]).toMatchObject({ mine: false, author: { displayName: 'Vera Visitor' }, state: 'received' });
  await phone.client.markRead(link.conversation);
  await laptop.until((state) => rowOf(state, link)?.unread === 0, 'read here too');

  await say(phone, link.conversation, 'From ten to four.');
  await open.until(({ items }) => items.at(-1)?.seq === 2, 'answered');
  expect(await link.read()).toEqual([
    { by: '', text: 'Are you open on Sunday?' },
    { by: 'sam', text: 'From ten to four.' },
  ]);
  expect((await link.write(3, 'Thank you!')).status).toBe(200);
  await laptop.until((state) => rowOf(state, link)?.unread === 1, 'thanked');
});
