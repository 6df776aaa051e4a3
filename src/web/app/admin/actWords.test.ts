import { expect, test } from 'vitest';
import { auditActs, readAct } from '../../../protocol/auditActs.ts';
import { actWords, actorWords, subjectWords } from './actWords.ts';

test('[003.2] every act of the audit log is read as what it is', () => {
  for (const name of auditActs) {
    expect(readAct(name.replace('*', '30'))).toEqual({ name, number: name.includes('*') ? 30 : null });
    expect(actWords({ what: name.replace('*', '30') })).toMatch(/^\p{Lu}/u);
  }
});

test.each([
  ['switch off', 'registration', 'Switched off', 'Registration'],
  ['setting 1000', 'message-days', 'Limit set to 1,000', 'Messages are kept for'],
  ['promoted', 'registration', 'Made admin', 'registration'],
  ['comment spam', '12 comments', 'Comment marked as spam', '12 comments'],
  ['12 comments brought', 'garden', 'Comments brought from elsewhere: 12', 'garden'],
  ['taught to fly', 'sam', 'taught to fly', 'sam'],
  ['setting 1 2', 'sam', 'setting 1 2', 'sam'],
])('[003.2] %s, %s', (what, subject, did, toWhom) => {
  expect([actWords({ what }), subjectWords({ what, subject })]).toEqual([did, toWhom]);
});

test.each([
  ['amara', '203.0.113.9', 'amara, from 203.0.113.9'],
  ['server', '203.0.113.9', 'server, from 203.0.113.9'],
  ['admin.sock', 'local', 'With the command, on the server'],
  ['server', 'local', 'The server by itself'],
  ['waxwing restore', 'local', 'waxwing restore, on the server'],
])('[003.2] %s from %s is said as what it is', (who, from, words) => {
  expect(actorWords({ who, from })).toBe(words);
});
