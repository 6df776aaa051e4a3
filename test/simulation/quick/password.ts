import { createHash } from 'node:crypto';
import type { OpaqueIds } from '../../../src/crypto/password.ts';

/**
 * In the place of `src/crypto/password.ts`: no OPAQUE at all. A password gives a record and an export key, the same ones
 * every time, and whoever gives the record again knew it.
 */
const REQUEST = 'AAAA';

const hashed = (what: string, password: string, { account, instance }: OpaqueIds) =>
  createHash('sha512').update([what, password, account, instance].join('\0')).digest();
const recordOf = (password: string, ids: OpaqueIds) => hashed('record', password, ids).toString('base64url');
const exportKeyOf = (password: string, ids: OpaqueIds) => new Uint8Array(hashed('export key', password, ids));

export const startRegistration = async () => ({ state: '', request: REQUEST });
export const startLogin = startRegistration;

export async function finishRegistration(password: string, _state: string, _response: string, ids: OpaqueIds) {
  return { record: recordOf(password, ids), exportKey: exportKeyOf(password, ids) };
}

export async function finishLogin(password: string, _state: string, _response: string, ids: OpaqueIds) {
  return { finish: recordOf(password, ids), exportKey: exportKeyOf(password, ids) };
}
