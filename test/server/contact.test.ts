import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { getContact, listEntries, removeContact } from '../../src/protocol/api/conversations.ts';
import { changeThread, createThread } from '../../src/protocol/api/threads.ts';
import { openLine } from '../../src/crypto/sealedLine.ts';
import { newestAccountKey } from '../../src/crypto/verify/accountChain.ts';
import { fromBase64url, toBase64url } from '../../src/protocol/base64url.ts';
import type { ContactRecipients } from '../../src/protocol/contact.ts';
import { contact, type PrivateLink, submission } from '../support/contactVisitor.ts';
import { handClock } from '../support/handClock.ts';
import { chainOf, type Member, newMember } from '../support/member.ts';
import { bootServer, type TestServer } from '../support/server.ts';
import { Visitor } from '../support/visitor.ts';

const clock = handClock();
const roomy = { burst: 10_000, perMinute: 10_000 };
const id = (): string => randomBytes(32).toString('base64url');
let server: TestServer;
let admin: Member;
let sam: Member;
let mallory: Member;
let visitor: Visitor;
let named = 0;
beforeAll(async () => {
  server = await bootServer({ clock, rates: { 'address: contact': roomy } });
  await server.admin({ act: 'set', switch: 'public-comments', on: true });
  const setup = server.setupLink?.split('#')[1] ?? '';
  admin = await newMember(server.origin, 'admin1', { setup, openRegistration: true });
  sam = await newMember(server.origin, 'sam');
  mallory = await newMember(server.origin, 'mallory');
  visitor = new Visitor(server.origin);
});
afterAll(() => server.close());

async function form(more: { sites?: string[]; policy?: 'open' | 'closed' } = {}): Promise<string> {
  const thread = `form-${++named}`;
  const { sites = [], policy = 'open' } = more;
  const body = { thread, mode: 'contact' as const, title: 'Write to us', policy, sites, answerers: ['sam'] };
  await admin.api.call(createThread, { body });
  return thread;
}
const begun = async (message = 'Hello?'): Promise<PrivateLink> => contact(visitor, clock, await form(), { message });
const codeOf = ({ json }: { json: unknown }): unknown => (json as { code?: unknown } | undefined)?.code;
const entriesOf = async (member: Member, { conversation }: PrivateLink) =>
  (await member.api.call(listEntries, { params: { conversation }, query: {} })).entries;

test('[U2] the form is sealed to the newest keys in the chains of those who answer, and names nobody else', async () => {
  const { json } = await visitor.ask('GET', `/public/${await form()}/recipients`);
  const { publicKey, generation } = newestAccountKey(await chainOf(sam));
  expect((json as ContactRecipients).recipients).toEqual([
    { account: sam.account, generation, publicKey: toBase64url(publicKey) },
  ]);
  expect(JSON.stringify(json)).not.toContain('sam');
});

test('[U1] a comment for a contact form is refused, with a form as with JSON; while the switch is off there is nothing', async () => {
  const thread = await form();
  const typed = { name: 'Ada', email: 'ada@example.org', message: 'in clear' };
  expect((await visitor.post(thread, typed)).status).toBe(403);
  const link = await begun();
  await server.admin({ act: 'set', switch: 'public-comments', on: false });
  expect((await link.ask('GET', '/entries')).status).toBe(404);
  expect((await visitor.ask('GET', `/public/${thread}/recipients`)).status).toBe(404);
  await server.admin({ act: 'set', switch: 'public-comments', on: true });
  expect((await link.page()).entries).toHaveLength(1);
});

test('[U3] without a good token or its proof nothing is taken; a token makes one conversation', async () => {
  const thread = await form();
  const { sent, form: given } = await submission(visitor, thread);
  clock.advance(4000);
  const post = (body: object) => visitor.ask('POST', `/public/${thread}/contact`, { ...sent, ...given, ...body });
  for (const wrong of [{ token: '' }, { token: `${given.token}x` }, { proof: '1' }, { proof: '' }])
    expect([wrong, (await post(wrong)).status]).toEqual([wrong, 400]);
  expect((await post({})).status).toBe(201);
  expect((await post({})).status).toBe(201);
  expect((await post({ conversation: id() })).status).toBe(400);
  const other = await submission(visitor, thread);
  clock.advance(4000);
  const taken = await visitor.ask('POST', `/public/${thread}/contact`, {
    ...other.sent,
    ...other.form,
    conversation: sent.conversation,
  });
  expect(taken.status).toBe(400);
  expect((await sam.api.call(getContact, { params: { conversation: sent.conversation } })).opening).toBe(sent.opening);
});

test('[M57] [U3] what fills the field that nobody sees, or comes too soon, looks accepted, and nothing is stored', async () => {
  const thread = await form();
  const soon = await submission(visitor, thread);
  const path = `/public/${thread}/contact`;
  const early = await visitor.ask('POST', path, { ...soon.sent, ...soon.form });
  const filled = await submission(visitor, thread);
  clock.advance(4000);
  const trapped = await visitor.ask('POST', path, { ...filled.sent, ...filled.form, website: 'https://spam.example' });
  for (const [answer, { sent }] of [
    [early, soon],
    [trapped, filled],
  ] as const) {
    expect(answer).toMatchObject({ status: 201, json: { conversation: sent.conversation } });
    const found = await sam.http.raw('GET', `/api/v1/conversations/${sent.conversation}`);
    expect(found.status).toBe(404);
  }
});

test('[U3] pages of other sites send only where the form is theirs', async () => {
  const thread = await form({ sites: ['https://site.example'] });
  const there = new Visitor(server.origin, 'https://site.example');
  const elsewhere = new Visitor(server.origin, 'https://evil.example');
  const link = await contact(there, clock, thread);
  const { sent, form: given } = await submission(there, thread);
  const answer = await elsewhere.ask('POST', `/public/${thread}/contact`, { ...sent, ...given });
  expect(codeOf(answer)).toBe('foreign_origin');
  expect(codeOf(await elsewhere.ask('GET', `/public/${thread}/recipients`))).toBe('foreign_origin');
  expect(codeOf(await link.ask('GET', '/entries'))).toBe('foreign_origin');
});

test('[M01] [U7] whoever knows the id alone reads, writes and ends nothing; another token, and one of another conversation, are none', async () => {
  const [link, other] = [await begun(), await begun()];
  const line = await link.sealed(2, 'from nobody');
  for (const token of [id(), other.token, link.token.slice(1), `${link.token}A`, '']) {
    for (const [method, path, body] of [
      ['GET', '/entries'],
      ['POST', '/entries', line],
      ['DELETE', ''],
    ] as const) {
      const { status } = await link.ask(method, path, body, token);
      expect([method, [401, 404].includes(status)]).toEqual([method, true]);
    }
  }
  const unknown = await visitor.ask('GET', `/contact/${id()}/entries`, undefined, {
    authorization: `Bearer ${link.token}`,
  });
  expect(unknown.text).toBe((await link.ask('GET', '/entries', undefined, id())).text);
  expect((await link.page()).entries).toHaveLength(1);
});

test('[M12] [M16] [U6] [U8] lines that are replayed, moved or turned round are refused by the server, or open for nobody', async () => {
  const link = await begun('first');
  expect((await link.write(2, 'second')).status).toBe(200);
  const { entries } = await link.page();
  const [first, second] = entries;
  if (!first?.sealed || !second?.sealed) throw new Error('two lines');
  // The server takes what is next; what stood elsewhere is taken, and opens for nobody.
  expect(codeOf(await link.ask('POST', '/entries', { seq: 2, sealed: first.sealed }))).toBe('log_moved');
  expect((await link.ask('POST', '/entries', { seq: 3, sealed: first.sealed })).status).toBe(200);
  const conversation = fromBase64url(link.conversation);
  const open = (seq: number, side: 'visitor' | 'answerers', sealed: string) =>
    openLine(link.secret, { conversation, side, seq }, fromBase64url(sealed));
  expect((await open(1, 'visitor', first.sealed)).text).toBe('first');
  for (const [seq, side] of [
    [3, 'visitor'],
    [2, 'visitor'],
    [1, 'answerers'],
  ] as const)
    await expect(open(seq, side, first.sealed)).rejects.toMatchObject({ reason: 'does not open' });
  const elsewhere = await begun();
  await expect(
    openLine(
      link.secret,
      { conversation: fromBase64url(elsewhere.conversation), side: 'visitor', seq: 1 },
      fromBase64url(first.sealed),
    ),
  ).rejects.toMatchObject({ reason: 'does not open' });
});

test('[U5] to everyone but those who answer there is no such conversation', async () => {
  const { conversation } = await begun();
  const params = { conversation };
  for (const member of [mallory, admin]) {
    await expect(member.api.call(getContact, { params })).rejects.toMatchObject({ code: 'not_found' });
    await expect(member.api.call(removeContact, { params })).rejects.toMatchObject({ code: 'not_found' });
  }
  const envelope = await sam.http.raw('POST', `/api/v1/conversations/${conversation}/epochs`, {
    body: { record: 'AAAA', slots: [{ account: sam.account, sealed: 'AAAA' }] },
  });
  expect(codeOf(envelope)).toBe('invalid_epoch');
});

test('[U5] who is named later reads nothing of before', async () => {
  const thread = await form();
  const link = await contact(visitor, clock, thread);
  await admin.api.call(changeThread, { body: { thread, answerers: ['mallory'] } });
  const { conversation } = link;
  await expect(mallory.api.call(getContact, { params: { conversation } })).rejects.toMatchObject({ code: 'not_found' });
  expect(await entriesOf(sam, link)).toHaveLength(1);
});

test('[U9] a link that its visitor has ended reads nothing; those who answer keep what was sent', async () => {
  const link = await begun();
  expect((await link.ask('DELETE', '')).status).toBe(204);
  expect((await link.ask('GET', '/entries')).status).toBe(404);
  expect((await link.write(2, 'after the end')).status).toBe(404);
  expect(await entriesOf(sam, link)).toHaveLength(1);
});

test('[U9] what one who answers deletes for everyone is gone for the visitor too', async () => {
  const link = await begun();
  await sam.api.call(removeContact, { params: { conversation: link.conversation } });
  expect((await link.ask('GET', '/entries')).status).toBe(404);
  await expect(entriesOf(sam, link)).rejects.toMatchObject({ code: 'not_found' });
});

test('[U10] where no e-mail is sent, no address is taken', async () => {
  const thread = await form();
  expect((await visitor.ask('GET', `/public/${thread}/recipients`)).json).toMatchObject({ notices: false });
  await expect(contact(visitor, clock, thread, {}, { notify: 'vera@example.org' })).rejects.toThrow('notify');
});

test('[U11] conversations are limited for each address, and lines for each conversation; others are not held up', async () => {
  // A visitor needs longer for each of them than the rate that ships: here it is a lower one.
  const limited = await bootServer({ clock, rates: { 'address: contact': { burst: 10, perMinute: 1 / 60 } } });
  await limited.admin({ act: 'set', switch: 'public-comments', on: true });
  const setup = limited.setupLink?.split('#')[1] ?? '';
  const one = await newMember(limited.origin, 'admin1', { setup });
  const body = {
    thread: 'contact',
    mode: 'contact',
    title: '',
    policy: 'open',
    sites: [],
    answerers: ['admin1'],
  } as const;
  await one.api.call(createThread, { body: { ...body, sites: [], answerers: ['admin1'] } });
  const there = new Visitor(limited.origin);
  const link = await contact(there, clock, 'contact');
  for (let count = 2; count <= 10; count++) await contact(there, clock, 'contact');
  await expect(contact(there, clock, 'contact')).rejects.toThrow('too_many_requests');
  const answers = [];
  for (let seq = 2; seq <= 30; seq++) answers.push((await link.write(seq, 'more')).status);
  expect(answers).toContain(200);
  expect(answers.at(-1)).toBe(429);
  await limited.close();
});
