import { afterAll, beforeAll, expect, test } from 'vitest';
import { listAudit, type AuditEntry } from '../../src/protocol/api/admin.ts';
import { newMember, type Member } from '../support/member.ts';
import { PASSWORD, anotherDevice, newPerson, type Person } from '../support/people.ts';
import { bootServer, type TestServer } from '../support/server.ts';
import { Visitor, written } from '../support/visitor.ts';

// Every act of an admin and every change of keys or rights, done through its door: each leaves one entry, and says who.

let server: TestServer;
let amara: Member;
let robin: Member;
let erik: Person;

beforeAll(async () => {
  server = await bootServer();
  await server.admin({ act: 'set', switch: 'ssh-authentication', on: true });
  await server.admin({ act: 'set', switch: 'public-comments', on: true });
  const setup = server.setupLink?.split('#')[1] ?? '';
  amara = await newMember(server.origin, 'amara', { setup, openRegistration: true });
  await newMember(server.origin, 'sam');
  robin = await newMember(server.origin, 'robin');
  erik = await newPerson(server.origin, 'erik');
});
afterAll(async () => {
  erik.close();
  await server.close();
});

const newest = async (): Promise<AuditEntry[]> => (await amara.api.call(listAudit, { query: {} })).entries;

/** By the API, in that member's name. @throws Error when it is refused */
async function ask(member: Member, method: 'GET' | 'POST' | 'DELETE', path: string, body?: object): Promise<unknown> {
  const answer = await member.http.request(method, `/api/v1${path}`, body);
  if (answer.status >= 400) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
  return answer.body;
}
const asAdmin = (path: string, body: object) => () => ask(amara, 'POST', path, body);
const byCommand = (request: object) => () => server.admin(request);
const onPerson = (act: string) => asAdmin('/admin/people/act', { username: 'sam', act });
const KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAOhB7/zzhC+HXDdGOdLwJln5NYJm6UNXx3chmQSVTG4 a key';
const kept: Record<string, string> = {};

type Act = readonly [what: string, who: string, subject: unknown, act: () => Promise<unknown>];

const acts: readonly Act[] = [
  ['switch on', 'amara', 'approval', asAdmin('/admin/switches', { name: 'approval', on: true })],
  ['switch off', 'amara', 'approval', asAdmin('/admin/switches', { name: 'approval', on: false })],
  ['setting 30', 'amara', 'message-days', asAdmin('/admin/settings', { name: 'message-days', value: 30 })],
  [
    'setting without bound',
    'admin.sock',
    'message-days',
    byCommand({ act: 'set value', setting: 'message-days', value: null }),
  ],
  ['switch on', 'admin.sock', 'approval', byCommand({ act: 'set', switch: 'approval', on: true })],
  ['registration', 'late', 'late', async () => newMember(server.origin, 'late').catch(() => undefined)],
  ['approved', 'amara', 'late', asAdmin('/admin/people/act', { username: 'late', act: 'approve' })],
  ['switch off', 'admin.sock', 'approval', byCommand({ act: 'set', switch: 'approval', on: false })],
  ['invitation', 'amara', '', asAdmin('/admin/links', {})],
  [
    'link revoked',
    'amara',
    expect.stringMatching(/^invitation /),
    async () => {
      const { links } = (await ask(amara, 'GET', '/admin/links')) as { links: { id: string }[] };
      return ask(amara, 'POST', '/admin/links/revoke', { id: links[0]?.id });
    },
  ],
  ['invitation', 'admin.sock', '', byCommand({ act: 'invite' })],
  ['disabled', 'amara', 'sam', onPerson('disable')],
  ['enabled', 'amara', 'sam', onPerson('enable')],
  ['promoted', 'amara', 'sam', onPerson('promote')],
  ['demoted', 'amara', 'sam', onPerson('demote')],
  ['reset link', 'amara', 'sam', asAdmin('/admin/people/reset', { username: 'sam' })],
  ['logged out everywhere', 'amara', 'sam', asAdmin('/admin/people/logout', { username: 'sam' })],
  [
    'device logged out',
    'amara',
    expect.stringMatching(/^late [\w-]{43}$/),
    async () => {
      const answer = await ask(amara, 'GET', '/admin/people/late/devices');
      const [first] = (answer as { devices: { device: string }[] }).devices;
      return ask(amara, 'POST', '/admin/people/logout', { username: 'late', device: first?.device });
    },
  ],
  ['removed', 'amara', 'late', asAdmin('/admin/people/remove', { username: 'late' })],
  ['removed', 'admin.sock', 'sam', byCommand({ act: 'remove', name: 'sam' })],
  [
    'enrolment code',
    'amara',
    'dale',
    async () => {
      const answer = await ask(amara, 'POST', '/admin/machines/enrol', { machine: 'dale' });
      kept['code'] = (answer as { code: string }).code;
    },
  ],
  [
    'machine enrolled',
    'machine dale',
    'dale',
    async () => ingest({ message_type: 'IDENTIFY', username: 'dale', code: kept['code'] }),
  ],
  [
    'machine token',
    'admin.sock',
    'dale',
    byCommand({ act: 'machine', asked: { act: 'token', name: 'dale', label: 'a' } }),
  ],
  ['machine tokens revoked', 'amara', 'dale', asAdmin('/admin/machines/revoke', { machine: 'dale' })],
  ['machine disabled', 'amara', 'dale', asAdmin('/admin/machines/act', { machine: 'dale', act: 'disable' })],
  ['machine enabled', 'amara', 'dale', asAdmin('/admin/machines/act', { machine: 'dale', act: 'enable' })],
  ['followers', 'amara', 'dale', asAdmin('/streams/dale/followers', { add: ['erik'], remove: [] })],
  [
    'rule added',
    'amara',
    'dale',
    async () => {
      const condition = { when: 'contains', text: 'disk full' };
      kept['rule'] = ((await ask(amara, 'POST', '/streams/dale/rules', { condition })) as { rule: string }).rule;
    },
  ],
  ['rule removed', 'amara', 'dale', () => ask(amara, 'DELETE', `/streams/dale/rules/${kept['rule']}`)],
  ['room', 'amara', 'garden', asAdmin('/rooms', { room: 'garden' })],
  ['room removed', 'amara', 'garden', asAdmin('/admin/rooms/remove', { room: 'garden' })],
  ['room', 'admin.sock', 'garden', byCommand({ act: 'room', name: 'garden' })],
  ['site open', 'amara', 'https://a.example', asAdmin('/sites', { site: 'https://a.example', policy: 'open' })],
  ['site removed', 'amara', 'https://a.example', asAdmin('/sites/remove', { site: 'https://a.example' })],
  [
    'thread',
    'amara',
    'guestbook',
    asAdmin('/threads', {
      thread: 'guestbook',
      mode: 'comments',
      title: '',
      policy: 'approval',
      sites: [],
      answerers: [],
    }),
  ],
  ['thread changed', 'amara', 'guestbook', asAdmin('/threads/change', { thread: 'guestbook', title: 'Guests' })],
  [
    'comment approved',
    'amara',
    expect.stringMatching(/^[\w-]+$/),
    async () => {
      await new Visitor(server.origin).post('guestbook', written);
      const { comments } = (await ask(amara, 'GET', '/comments?state=pending')) as { comments: { comment: string }[] };
      const chosen = comments.map(({ comment }) => comment);
      return ask(amara, 'POST', '/comments/judge', { comments: chosen, verdict: 'approved' });
    },
  ],
  ['thread removed', 'amara', 'guestbook', asAdmin('/threads/remove', { thread: 'guestbook' })],
  ['block', 'amara', 'word', asAdmin('/comments/blocks', { kind: 'word', value: 'casino' })],
  ['unblock', 'amara', 'word', asAdmin('/comments/blocks/remove', { kind: 'word', value: 'casino' })],
  ['cookie secret rotated', 'admin.sock', '', byCommand({ act: 'threads', asked: { act: 'rotate' } })],
  ['backup made', 'admin.sock', '', byCommand({ act: 'backed-up' })],
];

const own: readonly Act[] = [
  ['SSH key added', 'erik', expect.stringMatching(/^SHA256:/), async () => ok(await erik.client.addSshKeys(KEY))],
  [
    'SSH key removed',
    'erik',
    expect.stringMatching(/^SHA256:/),
    async () => {
      const listed = await erik.client.sshKeys();
      return ok(await erik.client.removeSshKey((listed.ok && listed.keys[0]?.fingerprint) || ''));
    },
  ],
  ['password changed', 'erik', 'erik', async () => ok(await erik.client.changePassword(PASSWORD, 'another long one'))],
  [
    'recovery code replaced',
    'erik',
    'erik',
    async () => {
      ok(await erik.client.newRecoveryCode('another long one'));
      return ok(await erik.client.confirmRecoveryCode());
    },
  ],
  [
    'chain: device added',
    'erik',
    'erik',
    async () => {
      const second = await anotherDevice(server.origin, 'erik', 'another long one');
      kept['device'] = second.state().device ?? '';
      second.close();
    },
  ],
  [
    'chain: device removed',
    'erik',
    'erik',
    async () => ok(await erik.client.removeDevice(kept['device'] ?? '', 'another long one')),
  ],
  ['log-out everywhere', 'robin', 'robin', () => ask(robin, 'POST', '/logout/everywhere')],
];

function ok(outcome: { ok: boolean }): void {
  if (!outcome.ok) throw new Error(JSON.stringify(outcome));
}

test.each([...acts, ...own])(
  '[M47] [000.9] %s by %s is one entry that says of what and from where',
  async (what, who, subject, act) => {
    const [before] = await newest();
    await act();
    const made = (await newest()).filter(({ number }) => number > (before?.number ?? 0));
    const from = who === 'admin.sock' ? 'local' : '127.0.0.1';
    expect(made.map((entry) => [entry.what, entry.who, entry.subject, entry.from])).toEqual([
      [what, who, subject, from],
    ]);
    expect(Math.abs((made[0]?.at ?? 0) - Date.now())).toBeLessThan(60_000);
  },
);

test('[M47] what only looks, or turns a switch to where it stands, leaves nothing, and all of it fits at the end', async () => {
  const [before] = await newest();
  for (const path of ['overview', 'people', 'links', 'machines', 'rooms', 'switches', 'settings'])
    await ask(amara, 'GET', `/admin/${path}`);
  await ask(amara, 'POST', '/admin/switches', { name: 'approval', on: false });
  expect((await newest())[0]).toEqual(before);
  expect(await server.admin({ act: 'verify' })).toMatchObject({ problems: [] });
  expect([...acts, ...own].length).toBeGreaterThan(40);
});

async function ingest(body: object): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${server.origin}/ingest`, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(await answer.text());
}
