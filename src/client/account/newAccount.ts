import type { z } from 'zod';
import { createdEntry } from '../../crypto/chainEntries.ts';
import { finishRegistration, startRegistration } from '../../crypto/password.ts';
import { accountIdOf } from '../../crypto/verify/accountChain.ts';
import { getInstance } from '../../protocol/api/instance.ts';
import type { Self, finishFirstKeys, startFirstKeys } from '../../protocol/api/registration.ts';
import { toBase64url } from '../../protocol/base64url.ts';
import type { Server } from '../server.ts';
import { freshKeys } from './boxKeys.ts';
import type { Coming } from './coming.ts';
import { freshIdentity } from './newIdentity.ts';
import type { LoginResult } from './own.ts';

export interface Deps {
  readonly server: Server;
  readonly random: (length: number) => Uint8Array;
  readonly deviceLabel: string;
  /** Stores a device's keys before the server hears of them. Without it they are lost when this stops in between. */
  readonly keep?: (coming: Coming) => Promise<void>;
}

/** An account's first keys, all made here: the server gets only what it cannot read. */
export interface NewAccount {
  readonly account: string;
  readonly coming: Coming;
  readonly brought: z.input<typeof finishFirstKeys.body>;
  readonly recoveryCode: string;
  /** What this device keeps, once the server has taken them. */
  readonly login: (self: Self) => LoginResult;
}

/** @param start hands the first half of OPAQUE registration to the server, which may refuse here already */
export async function newAccount(
  { server, random, deviceLabel }: Deps,
  { username, password }: { readonly username: string; readonly password: string },
  start: (asked: z.input<typeof startFirstKeys.body>) => Promise<{ response: string }>,
): Promise<NewAccount> {
  const { instance } = await server.call(getInstance);
  const fresh = await freshIdentity(1, random);
  const created = createdEntry({ ...fresh.identity, username });
  const accountId = accountIdOf(created);
  const account = toBase64url(accountId);
  const { state, request } = await startRegistration(password);
  const { response } = await start({ account, request });
  const { record, exportKey } = await finishRegistration(password, state, response, { account, instance });
  const seeds = new Map([[1, fresh.seed]]);
  return {
    account,
    coming: { account, device: fresh.device, begun: { username, recoveryCode: fresh.recoveryCode } },
    brought: {
      deviceLabel,
      record,
      created: toBase64url(created),
      accountKey: fresh.accountKey,
      vault: await fresh.vault(accountId, 1, exportKey),
    },
    recoveryCode: fresh.recoveryCode,
    login: (self) => ({ self, instance, held: freshKeys(fresh.device), entries: [created], seeds }),
  };
}
