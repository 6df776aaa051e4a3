import { expect, test } from 'vitest';
import { sha256 } from '../../crypto/encoding.ts';
import type { Entry } from '../../protocol/api/conversations.ts';
import { toBase64url } from '../../protocol/base64url.ts';
import { type AlertContent, type ClearMessage, COMMENTS, encodeClear } from '../../protocol/clear.ts';
import { openClear } from './clear.ts';

const alert: AlertContent = {
  type: 'alert',
  why: { when: 'contains', text: 'disk' },
  seq: 3,
  at: 1,
  level: null,
  text: 'the disk is full',
  id: null,
  sealed: null,
  more: 0,
};
const alertsOf = (by: string) => ({ by, tells: 'alert' }) as const;
const text: ClearMessage['content'] = { type: 'text', text: 'the disk is full', reply: null };

function entry(content: ClearMessage['content'], by: string, account: string | null = null): Entry {
  const payload = encodeClear({ id: 'A'.repeat(22), by, content });
  const hash = toBase64url(sha256(payload));
  const place = { seq: 1, kind: 'message', at: 1, account, device: null, counts: true } as const;
  return { ...place, payload: toBase64url(payload), hash, chain: hash };
}

test("[F14] an alert is one in that machine's log of alerts, and nothing else is there", () => {
  expect(openClear(entry(alert, 'dale'), alertsOf('dale')).body).toEqual({ kind: 'alert', alert });
  for (const [content, by, account, machine] of [
    [alert, 'dale', null, null],
    [alert, 'gale', null, 'dale'],
    [alert, 'dale', 'a'.repeat(43), 'dale'],
    [text, 'dale', null, 'dale'],
  ] as const) {
    expect(openClear(entry(content, by, account), machine === null ? null : alertsOf(machine)).body).toMatchObject({
      kind: 'invalid',
    });
  }
  expect(openClear(entry(text, 'dale'), null).body).toMatchObject({ kind: 'content' });
});

test.each([
  ['a level that is none', { level: 7 }],
  ['a text that is too long', { text: 'x'.repeat(2001) }],
  ['something sealed that is not base64url', { sealed: '<script>' }],
  ['a field that nobody knows', { html: '<b>' }],
  ['no number', { more: -1 }],
])('an alert with %s is of a newer version', (_what, change) => {
  const odd = entry({ ...alert, ...(change as object) }, 'dale');
  expect(openClear(odd, alertsOf('dale')).body).toMatchObject({ kind: 'content', content: { type: 'unknown' } });
});

test('[O12] a comment that waits is told in the log of comments alone, by the server alone, and taken back there', () => {
  const comment: ClearMessage['content'] = {
    type: 'comment',
    thread: 'page',
    title: 'A page',
    comment: 'a'.repeat(22),
    name: 'Ada',
    text: 'Hello',
  };
  const deletion: ClearMessage['content'] = { type: 'deletion', target: 'A'.repeat(22), hash: 'A'.repeat(43) };
  const comments = { by: COMMENTS, tells: 'comment' } as const;
  expect(openClear(entry(comment, COMMENTS), comments).body).toEqual({ kind: 'comment', comment });
  expect(openClear(entry(deletion, COMMENTS), comments).body).toMatchObject({ kind: 'content' });
  for (const [content, by, account, speaker] of [
    [comment, COMMENTS, null, null],
    [comment, 'mallory', null, comments],
    [comment, COMMENTS, 'a'.repeat(43), comments],
    [comment, 'dale', null, alertsOf('dale')],
    [deletion, 'dale', null, alertsOf('dale')],
    [text, COMMENTS, null, comments],
    [alert, COMMENTS, null, comments],
  ] as const) {
    expect(openClear(entry(content, by, account), speaker).body).toMatchObject({ kind: 'invalid' });
  }
});
