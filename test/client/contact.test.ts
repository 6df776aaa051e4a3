import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ClientState, InboxRow } from '../../src/client/api.ts';
import { createThread } from '../../src/protocol/api/threads.ts';
import { contact, PrivateLink, submission } from '../support/contactVisitor.ts';
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
  expect(view.items[0]).toMatchObject({
    mine: false,
    author: { displayName: 'Vera Visitor', visitor: true },
    state: 'received',
  });
  await phone.client.markRead(link.conversation);
  await laptop.until((state) => rowOf(state, link)?.unread === 0, 'read here too');

  await say(phone, link.conversation, 'From ten to four.');
  await open.until(({ items }) => items.at(-1)?.seq === 2, 'answered');
  const stateOn = async (device: typeof phone, wanted: string) =>
    device.conversation(link.conversation).until(({ items }) => items.at(-1)?.state === wanted, wanted);
  await stateOn(phone, 'sent');
  expect(await link.read()).toEqual([
    { by: '', text: 'Are you open on Sunday?' },
    { by: 'sam', text: 'From ten to four.' },
  ]);
  for (const device of [phone, laptop]) await stateOn(device, 'read');
  expect((await link.write(3, 'Thank you!')).status).toBe(200);
  await laptop.until((state) => rowOf(state, link)?.unread === 1, 'thanked');
});

test('[U8] two who answer at the same time both arrive, one after the other, on every side', async () => {
  const [ada, bea] = [await newPerson(server.origin, 'ada1'), await newPerson(server.origin, 'bea1')];
  const link = await visitorTo(await form('ada1', 'bea1'), 'Who is there?');
  const { conversation } = link;
  for (const device of [ada, bea]) await device.until((state) => rowOf(state, link) !== undefined, 'a contact');
  const answers = Array.from({ length: 4 }, (_, at) => [`ada ${at}`, `bea ${at}`] as const);
  await Promise.all(
    answers.flatMap(([one, other]) => [ada.client.send(conversation, one), bea.client.send(conversation, other)]),
  );
  const all = 1 + 2 * answers.length;
  const shown = await Promise.all(
    [ada, bea].map((device) =>
      device
        .conversation(conversation)
        .until(({ items }) => items.length === all && items.every(({ seq }) => seq !== null), 'all of it'),
    ),
  );
  const texts = shown.map(({ items }) => items.map(({ body }) => (body.type === 'text' ? body.text : body.type)));
  expect(texts[0]).toEqual(texts[1]);
  expect((await link.read()).map(({ text }) => text)).toEqual(texts[0]);
  expect(texts[0]?.filter((text) => text.startsWith('ada'))).toEqual(answers.map(([one]) => one));
  expect(shown[0]?.items.filter(({ mine }) => !mine).at(-1)?.author.displayName).toBe('bea1');
});

test('[U9] who deletes a contact for themselves reads what comes later; who deletes it for everyone ends it', async () => {
  const [cleo, dora] = [await newPerson(server.origin, 'cleo1'), await newPerson(server.origin, 'dora1')];
  const link = await visitorTo(await form('cleo1', 'dora1'), 'the first');
  const { conversation } = link;
  for (const device of [cleo, dora]) await device.until((state) => rowOf(state, link)?.unread === 1, 'a contact');
  expect(await cleo.client.deleteConversation(conversation, 'me')).toEqual({ ok: true });
  await cleo.until((state) => !rowOf(state, link)?.preview, 'deleted');
  await link.write(2, 'the second');
  const again = await anotherDevice(server.origin, 'cleo1');
  for (const device of [cleo, again]) {
    await device.until((state) => rowOf(state, link)?.preview?.body.type === 'text', 'there again');
    const { items, contact: about } = await device
      .conversation(conversation)
      .until((view) => view.items.length === 1, 'shown');
    expect(items[0]?.body).toMatchObject({ text: 'the second' });
    expect(about).toMatchObject({ name: 'Vera Visitor', readable: true });
  }
  expect(await dora.client.deleteConversation(conversation, 'everyone')).toEqual({ ok: true });
  for (const device of [cleo, again, dora]) await device.until((state) => rowOf(state, link) === undefined, 'gone');
  expect((await link.ask('GET', '/entries')).status).toBe(404);
});

test('[U5] what cannot be opened is said to be so, and nothing is sent there', async () => {
  const eva = await newPerson(server.origin, 'eva1');
  const thread = await form('eva1');
  const visitor = new Visitor(server.origin);
  const { sent, secret, form: given } = await submission(visitor, thread);
  const other = await submission(visitor, thread);
  clock.advance(4000);
  // Sealed for another conversation: the opening opens nothing here.
  const body = { ...sent, ...given, opening: other.sent.opening };
  expect((await visitor.ask('POST', `/public/${thread}/contact`, body)).status).toBe(201);
  const link = new PrivateLink(visitor, sent.conversation, secret);
  await eva.until((state) => rowOf(state, link) !== undefined, 'a contact');
  const open = eva.conversation(sent.conversation);
  const view = await open.until(({ contact: about }) => about?.readable === false, 'unreadable');
  expect(view.items.map(({ body: shown }) => shown.type)).toEqual(['invalid']);
  await eva.client.send(sent.conversation, 'an answer');
  await open.until(({ items }) => items.at(-1)?.failure === 'not_sealed_to_you', 'not sent');
  expect((await link.page()).entries).toHaveLength(1);
});
