import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startRegistration } from '../../src/crypto/password.ts';
import { newMember, type Member } from '../support/member.ts';
import { raw } from '../support/raw.ts';
import { bootServer, type TestServer } from '../support/server.ts';

// Names that look like another's, or do something.

let server: TestServer;
let amara: Member;
let request: string;
beforeAll(async () => {
  server = await bootServer();
  amara = await newMember(server.origin, 'amara');
  await newMember(server.origin, 'kelvin');
  ({ request } = await startRegistration('a password of no use'));
});
afterAll(() => server.close());

const asked = (username: unknown, token = 'B'.repeat(43)) =>
  raw(server.origin, 'POST', '/api/v1/registration/start', { body: { username, account: token, request } });

test.each(['Amara', '  aMARA\t', 'amara\u2003', '\u212Aelvin', 'KELVIN'])(
  '[M11] [M58] %j is the name that is taken',
  async (username) => {
    expect(await asked(username)).toMatchObject({ status: 409, json: { code: 'username_taken' } });
  },
);

test.each([
  'аmara',
  'ＡＭＡＲＡ',
  'am\u0430ra',
  'amara\u200b',
  'ama\u00adra',
  'amara\u0000',
  'ama\u202era',
  'ama\u0301ra',
  'ıan',
  'İan',
  'ſam',
  'ami\ufb01',
  '.amara',
  '-amara',
  '__proto__',
  '../amara',
  'amara/..',
  '%61mara',
  "amara'--",
  'amara;ls',
  '$(id)',
  'a'.repeat(33),
  'ab',
  'admin',
  'ADMIN',
  '  Root ',
  ['amara'],
  { toString: 'amara' },
  5,
  null,
])('[M11] [M26] [M58] %j is no name', async (username) => {
  expect(await asked(username)).toMatchObject({ status: 400, json: { code: 'invalid', field: 'username' } });
});

test('[M25] names that mean something to programs are names like others', async () => {
  for (const username of ['constructor', 'prototype', 'hasownproperty']) {
    expect((await asked(username)).status).toBe(200);
    expect(await amara.http.raw('GET', `/api/v1/people/${username}`)).toMatchObject({ status: 404 });
    const member = await newMember(server.origin, username);
    expect(await amara.http.raw('GET', `/api/v1/people/${username}`)).toMatchObject({
      status: 200,
      json: { account: member.account, username },
    });
  }
});

describe('[M32] [M56] a display name shows what it says and nothing unseen', () => {
  test.each([
    ['bram\u202e\u2066', 'bram'],
    ['\u061cbram\u200e\u200f', 'bram'],
    ['br\u200bam\u2060\ufeff', 'bram'],
    ['br\u00adam', 'bram'],
    ['bram\u2028bram\u2029', 'brambram'],
    ['\u0000\u001b[31mbram\u009b', '[31mbram'],
    [' \u200b ', ''],
    ['half \ud800 a character', 'half \ufffd a character'],
    ['A\u030Amara', '\u00c5mara'],
    ['<b>&lt;\'";--', '<b>&lt;\'";--'],
    ['👩‍👧 می‌خواهم', '👩‍👧 می‌خواهم'],
  ])('%j', async (displayName, shown) => {
    expect(await amara.http.raw('PUT', '/api/v1/account', { body: { displayName } })).toMatchObject({
      status: 200,
      json: { displayName: shown },
    });
    expect(await amara.http.raw('GET', '/api/v1/account')).toMatchObject({ json: { self: { displayName: shown } } });
  });
});
