import { NO_DRAFT } from '../../../src/client/own/drafts.ts';
import type { ConversationView, InboxRow, Item, PersonView } from '../../../src/client/api.ts';
import type { Device } from '../../../src/protocol/api/account.ts';
import type { SshKey } from '../../../src/protocol/api/sshKeys.ts';
import type { Certificate } from '../../../src/protocol/api/certificates.ts';

import type { AlertContent } from '../../../src/protocol/clear.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

const person = (username: string, displayName: string): PersonView => ({
  account: `account-of-${username}`,
  username,
  displayName,
});

export const people = {
  amara: person('amara', 'Amara Mensah'),
  bram: person('bram', 'Bram Kessler'),
  lena: person('lena', 'Lena Nord'),
  tomas: person('tomas', 'Tomas Vik'),
  /** No account: she wrote in a contact form. */
  vera: {
    account: '@visitor',
    username: 'Vera Lindqvist (Orders)',
    displayName: 'Vera Lindqvist',
    visitor: true as const,
  },
  ines: person('ines', 'Ines Roth'),
  wei: person('wei', 'Wei Zhang'),
  sam: person('sam', 'sam'),
  noor: person('noor', 'Noor van der Berg-Aalbersberg and Daughters'),
};

export const self = { ...people.amara, role: 'member' as const };

export const certificates = (): Certificate[] => [
  {
    serial: '4a'.repeat(16),
    label: 'Terminal on studio',
    issuedAt: Date.now() - 9 * DAY,
    endsAt: Date.now() + 21 * DAY,
  },
];

export const sshKeys = (): SshKey[] => [
  {
    fingerprint: 'SHA256:uNiVztksCsDhcc0u9e8BrrJXVGDBz0ImlbOOQp1bkeg',
    type: 'ssh-ed25519',
    label: 'amara@studio',
    addedAt: Date.now() - 40 * DAY,
    usedAt: Date.now() - 2 * DAY,
  },
];

export const devices = (): Device[] => [
  {
    device: 'd1',
    label: 'Chrome on Linux',
    state: 'live',
    addedAt: Date.now() - 40 * DAY,
    seenAt: Date.now(),
    current: true,
  },
  {
    device: 'd2',
    label: 'Safari on iPhone',
    state: 'live',
    addedAt: Date.now() - 12 * DAY,
    seenAt: Date.now() - 3 * 60 * MINUTE,
    current: false,
  },
  {
    device: 'd3',
    label: 'Waxwing chat on studio',
    state: 'suspended',
    addedAt: Date.now() - 200 * DAY,
    seenAt: Date.now() - 30 * DAY,
    current: false,
  },
];

const alert = (change: Partial<AlertContent>): AlertContent => ({
  type: 'alert',
  why: null,
  seq: 99_994,
  at: Date.now() - 95 * MINUTE,
  level: 'error',
  text: 'could not extend file "base/16384/24601": no space left on device\nHINT: Check free disk space.',
  id: null,
  sealed: null,
  more: 0,
  ...change,
});

type Said = [who: 'me' | 'them', minutesAgo: number, text: string, more?: Partial<Item>];

function talk(other: PersonView, said: Said[], more: Partial<ConversationView> = {}): ConversationView {
  const items = said.map(([who, ago, text, rest], index): Item => {
    const mine = who === 'me';
    return {
      key: `${other.username}-${index}`,
      seq: index + 1,
      mine,
      author: mine ? people.amara : other,
      at: Date.now() - ago * MINUTE,
      state: mine ? 'read' : 'received',
      failure: null,
      body: { type: 'text', text, edited: false },
      reply: null,
      reactions: [],
      blocked: false,
      progress: null,
      gapBefore: false,
      ...rest,
    };
  });
  return {
    window: `with-${other.username}`,
    conversation: `with-${other.username}`,
    kind: 'direct',
    sealed: true,
    room: null,
    machine: null,
    contact: null,
    with: other,
    items,
    older: false,
    newer: false,
    firstUnread: null,
    unread: 0,
    notify: 'all',
    notifyUntil: null,
    draft: NO_DRAFT,
    marked: false,
    blocked: false,
    stranger: false,
    lifetime: 0,
    waiting: null,
    verification: null,
    safetyNumber: '324819071255830119476021873395844021957346628900312775461189',
    ...more,
  };
}

/** The conversations of somebody who uses this every day. */
export const conversationViews = (): ConversationView[] => [
  talk(
    people.bram,
    [
      ['them', 1500, 'Did you see the orchard this morning? All the berries are gone.'],
      ['me', 1490, 'A whole flock of waxwings. I counted forty.'],
      [
        'them',
        42,
        'Morning! Did the notary get back to you?',
        { reactions: [{ emoji: '❤️', people: [people.amara], mine: true }] },
      ],
      [
        'me',
        34,
        'Yes, five minutes ago. All three pages need initials.',
        {
          body: { type: 'text', text: 'Yes, five minutes ago. All three pages need initials.', edited: true },
          reactions: [
            { emoji: '👍', people: [people.bram, people.amara], mine: true },
            { emoji: '🎉', people: [people.bram], mine: false },
          ],
        },
      ],
      [
        'me',
        33,
        'They also asked for the original of page two.',
        { reply: { key: 'bram-2', author: people.bram, excerpt: 'Morning! Did the notary get back to you?' } },
      ],
      ['them', 3, 'The signed draft is on its way, have a look? https://example.org/drafts/contract-signed'],
      ['them', 2, 'No hurry, tonight is fine.'],
    ],
    { firstUnread: 'bram-5', unread: 2 },
  ),
  talk(people.noor, [['them', 18, 'Saturday works for me']], { firstUnread: 'noor-0', unread: 1 }),
  talk(people.lena, [
    ['them', 70, 'Can we move the meeting?'],
    ['them', 65, '', { body: { type: 'event', event: 'device_added', name: 'Lena Nord' } }],
    ['me', 61, 'I moved it to Thursday', { state: 'delivered' }],
  ]),
  talk(
    people.sam,
    [
      ['them', 200, 'The server is set up.'],
      ['me', 190, 'Lovely, thank you.', { state: 'delivered' }],
      ['them', 188, '', { body: { type: 'event', event: 'identity_changed', name: 'sam' } }],
    ],
    { waiting: 'identity_changed' },
  ),
  talk(
    people.ines,
    [
      ['them', 1400, 'Do you ship to Norway?'],
      ['me', 1395, 'We do. It takes about a week, and customs are on us.', { state: 'delivered' }],
      ['them', 1394, '', { body: { type: 'withheld' } }],
      ['them', 1393, '', { body: { type: 'newer_version' } }],
      ['them', 1392, 'And to Sweden?', { gapBefore: true }],
      ['them', 1391, '', { body: { type: 'invalid' } }],
      ['me', 1390, '', { body: { type: 'deleted' } }],
      ['me', 1380, 'Sweden, too.', { state: 'sent' }],
      ['me', 1379, 'Sending', { state: 'sending', seq: null }],
      ['me', 1378, 'This one did not make it.', { state: 'failed', seq: null, failure: 'offline' }],
    ],
    { sealed: false, safetyNumber: null },
  ),
  talk(
    person('db-backup', 'db-backup'),
    [
      ['them', 320, '', { body: alert({ why: { when: 'silence', minutes: 30 }, seq: null, level: null, text: '' }) }],
      ['them', 95, '', { body: alert({ why: { when: 'level', least: 'error' }, more: 12 }) }],
      ['them', 12, '', { body: alert({ why: { when: 'contains', text: 'no space left' } }) }],
      [
        'them',
        6,
        '',
        { body: alert({ why: null, text: '', level: 'notice', sealed: 'bmlnaHRseSBkdW1w', id: 'dump-7' }) },
      ],
    ],
    {
      conversation: 'alerts-db',
      kind: 'alerts',
      sealed: false,
      machine: 'db-backup',
      firstUnread: 'db-backup-3',
      unread: 1,
      safetyNumber: null,
    },
  ),
  talk(
    people.vera,
    [
      ['them', 300, 'Hello,\n\ndo you still take orders for the autumn? We would need about forty crates of apples.'],
      ['me', 240, 'We do. The last day to order is the 30th. How would you like them delivered?'],
      ['them', 31, 'To the school, please: on a Monday, if that is possible.'],
    ],
    {
      conversation: 'contact-vera',
      kind: 'contact',
      contact: { title: 'Orders', name: 'Vera Lindqvist', email: 'vera.lindqvist@example.org', readable: true },
      firstUnread: 'contact-vera-2',
      unread: 1,
      safetyNumber: null,
    },
  ),
  talk(people.tomas, [['them', 4 * 1440, '', { body: { type: 'deleted' } }]]),
  talk(
    people.wei,
    Array.from({ length: 80 }, (_, index): Said => [
      index % 3 === 0 ? 'me' : 'them',
      9 * 1440 + (80 - index) * 7,
      index % 5 === 0
        ? `${index + 1}. A longer one, so that the heights differ: the harvest comes in from the upper field on Friday, and everybody who can carry a basket is welcome to help until it is dark.`
        : `${index + 1}. Short.`,
    ]),
    { older: true },
  ),
];

export function rowOf(view: ConversationView): InboxRow {
  const { conversation, kind, sealed, machine, contact, with: other, unread, notify, notifyUntil, items } = view;
  const newest = items.at(-1);
  return {
    conversation,
    kind,
    sealed,
    machine,
    contact: contact && contact.title,
    with: other,
    at: newest?.at ?? Date.now(),
    preview: newest ? { author: newest.author, body: newest.body, mine: newest.mine } : null,
    unread,
    notify,
    notifyUntil,
    marked: view.marked,
    draft: view.draft.text === '' ? null : { text: view.draft.text, isNewest: unread === 0 },
  };
}
