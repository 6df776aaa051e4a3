import { beforeAll, describe, expect, test } from 'vitest';
import { KeyError } from './keyError.ts';
import { finishLogin, finishRegistration, startLogin, startRegistration } from './password.ts';
import * as server from './verify/opaqueServer.ts';

const ids = { account: 'account-id', instance: 'instance-id' };
let setup: string;
let registered: { record: string; exportKey: Uint8Array };

beforeAll(async () => {
  await server.opaqueReady();
  setup = server.createOpaqueSetup();
  registered = await register('correct horse');
});

async function register(password: string) {
  const { state, request } = await startRegistration(password);
  const response = server.registrationResponse(setup, ids.account, request);
  return finishRegistration(password, state, response, ids);
}

async function logIn(password: string, record: string | null = registered.record, client = ids, host = ids) {
  const { state, request } = await startLogin(password);
  const started = server.startLogin(setup, host.instance, host.account, record, request);
  const finished = await finishLogin(password, state, started.response, client);
  return finished && { ...finished, serverState: started.state };
}

describe('OPAQUE', () => {
  test('the right password logs in and gives the same export key', async () => {
    const login = await logIn('correct horse');
    expect(login?.exportKey).toEqual(registered.exportKey);
    expect(login?.exportKey).toHaveLength(64);
    expect(server.finishLogin(ids.instance, ids.account, login!.serverState, login!.finish)).toBe(true);
  });

  test('a wrong password and an unknown account do not', async () => {
    expect(await logIn('wrong horse')).toBeNull();
    expect(await logIn('correct horse', null)).toBeNull();
  });

  test('the identifiers bind account and instance on both sides', async () => {
    expect(await logIn('correct horse', registered.record, { ...ids, instance: 'another' })).toBeNull();
    expect(await logIn('correct horse', registered.record, { ...ids, account: 'another' })).toBeNull();
    expect(await logIn('correct horse', registered.record, ids, { ...ids, instance: 'another' })).toBeNull();
  });

  test('an answer to another log-in, or none, does not finish it', async () => {
    const [one, two] = [(await logIn('correct horse'))!, (await logIn('correct horse'))!];
    expect(server.finishLogin(ids.instance, ids.account, one.serverState, two.finish)).toBe(false);
    expect(server.finishLogin(ids.instance, ids.account, one.serverState, 'AAAA')).toBe(false);
    expect(server.finishLogin(ids.instance, ids.account, 'nothing', one.finish)).toBe(false);
  });

  test('the export key is another one after every registration', async () => {
    const again = await register('correct horse');
    expect(again.exportKey).not.toEqual(registered.exportKey);
    expect(await logIn('correct horse', again.record)).not.toBeNull();
  });

  test('a password is the same however it is composed', async () => {
    const { record } = await register('cafe\u0301 \uFB01');
    expect(await logIn('caf\u00E9 fi', record)).not.toBeNull();
  });

  test('malformed responses and requests are refused', async () => {
    const { state } = await startRegistration('p');
    await expect(finishRegistration('p', state, 'AAAA', ids)).rejects.toThrow(new KeyError('malformed'));
    const login = await startLogin('p');
    await expect(finishLogin('p', login.state, 'AAAA', ids)).rejects.toThrow(new KeyError('malformed'));
    expect(() => server.registrationResponse(setup, ids.account, 'AAAA')).toThrow('deserialize');
    expect(() => server.startLogin(setup, ids.instance, ids.account, null, 'AAAA')).toThrow('deserialize');
  });
});
