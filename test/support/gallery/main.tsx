import '../../../src/web/app/styles/base.css';
import { createRoot } from 'react-dom/client';
import { App } from '../../../src/web/app/App.tsx';
import { startLanguage } from '../../../src/web/app/session/language.ts';
import type { Connection } from '../../../src/web/app/worker/connect.ts';
import { FakeClient } from '../fakeClient.ts';
import { formattedItems } from './formatting.ts';
import { people, self } from './people.ts';
import { type Stage, StageView, stage } from './surfaces/Stage.tsx';

declare global {
  interface Window {
    scene?: string;
    fake?: FakeClient;
    stage?: Stage;
  }
}

const out = { phase: 'out', self: null, inbox: [], presence: null } as const;
const alarm = (kind: 'chain_fork' | 'new_device') => ({ id: kind, kind, about: people.bram, at: Date.now() });

function formatted(): FakeClient {
  const fake = new FakeClient();
  fake.setView('with-bram', () => ({ items: formattedItems(people.bram), firstUnread: null, unread: 0 }));
  return fake;
}

/** With all that somebody has said for themselves: what is muted, begun, to be read again, and blocked. */
function personal(): FakeClient {
  const fake = new FakeClient();
  void fake.setNotify('alerts-db', 'none', null);
  void fake.keepDraft('with-lena', { text: 'Thursday at nine, then? I will', replyTo: null, over: 0 });
  void fake.markUnread('with-wei');
  fake.setView('with-noor', () => ({ stranger: true }));
  fake.receive('with-tomas', 'And another thing');
  fake.setView('with-tomas', ({ items }) => ({
    blocked: true,
    items: items.map((item) => ({ ...item, blocked: !item.mine })),
  }));
  fake.set({ blocked: [{ ...people.tomas, conversations: [] }] });
  return fake;
}

const scenes: Record<string, () => FakeClient> = {
  in: () => new FakeClient(),
  out: () => new FakeClient(out),
  closed: () => new FakeClient({ ...out, server: { registration: false, encryption: true, messageDays: null } }),
  removed: () => new FakeClient({ ...out, ended: 'removed' }),
  pending: () => new FakeClient({ ...out, ended: 'approval' }),
  refusing: () =>
    new FakeClient(out, {
      login: { ok: false, code: 'invalid_credentials' },
      register: { ok: false, code: 'username_taken' },
      recover: { ok: false, code: 'wrong_recovery_code' },
    }),
  limited: () => new FakeClient(out, { login: { ok: false, code: 'too_many_requests', retryAfter: 40 } }),
  empty: () => new FakeClient({ inbox: [], streams: [] }),
  admin: () => new FakeClient({ self: { ...self, role: 'admin' } }),
  adminUnreachable: () => {
    const down = { ok: false, code: 'unavailable' } as const;
    return new FakeClient({ self: { ...self, role: 'admin' } }, { overview: down, listSwitches: down, audit: down });
  },
  clear: () => new FakeClient({ server: { registration: true, encryption: false, messageDays: null } }),
  nobody: () => new FakeClient({}, { person: { ok: false, code: 'not_found' } }),
  keyless: () => new FakeClient({}, { person: { ok: false, code: 'no_keys' } }),
  unreachable: () => new FakeClient({}, { records: { ok: false, code: 'unavailable' } }),
  newServer: () => new FakeClient({ self: { ...self, role: 'admin' }, streams: [] }),
  loading: () => new FakeClient({ loading: { done: 340, total: 1280 } }),
  arriving: () => new FakeClient({ inbox: [], connection: 'connecting', caughtUp: false }),
  offline: () => new FakeClient({ connection: 'offline' }),
  outdated: () => new FakeClient({ phase: 'outdated' }),
  formatted,
  personal,
  alarms: () => new FakeClient({ alarms: [alarm('chain_fork'), alarm('new_device')] }),
};

await startLanguage();
// No language that is written from the right is here yet; the layout is looked at all the same.
if (new URLSearchParams(location.search).get('dir') === 'rtl') document.documentElement.dir = 'rtl';
const client = (scenes[window.scene ?? 'in'] ?? scenes['in'])?.();
const root = document.getElementById('root');
if (root === null || client === undefined) throw new Error('no root in the page');
const connection: Connection = window.scene === 'elsewhere' ? { state: 'elsewhere' } : { state: 'ready', client };
window.fake = client;
window.stage = stage;
createRoot(root).render(
  window.scene === 'surfaces' ? (
    <StageView />
  ) : (
    <App connecting={{ get: () => connection, subscribe: () => () => {}, takeOver: () => {} }} />
  ),
);
