import { equalBytes, sha256 } from '../../../crypto/encoding.ts';
import {
  type NewDevicePublic,
  encodeGreeting,
  linkingCommitment,
  linkingKeysHash,
  linkingNumber,
  makeGrant,
} from '../../../crypto/linking.ts';
import { deviceAt, liveDevices, newestAccountKey } from '../../../crypto/verify/accountChain.ts';
import { type NewDevice, claimLinking, getLinking, grantLinking, greetLinking } from '../../../protocol/api/linking.ts';
import { fromBase64url, toBase64url } from '../../../protocol/base64url.ts';
import { limits } from '../../../protocol/limits.ts';
import { Failed } from '../../outcome.ts';
import type { Clock } from '../../ports.ts';
import { Refused, type Server } from '../../server.ts';
import type { OwnAccount } from '../own.ts';
import { seedsFromVault } from '../seeds.ts';
import { type OpenVault, openByPassword } from '../vaultAccess.ts';
import { readCarried } from './linkText.ts';

interface Deps {
  readonly server: Server;
  readonly clock: Clock;
  readonly random: (length: number) => Uint8Array;
}

/** A new device that waits, as this one sees it: the person still has to say that it is theirs. */
export interface FoundDevice {
  readonly code: string;
  readonly label: string;
  readonly keys: NewDevicePublic;
  /** To be compared with the other screen; null: the scanned code has vouched for the keys. */
  readonly number: string | null;
  readonly secret: Uint8Array | null;
}

const LOOK_EVERY = 1500;
/** An account that changes more often in between has other worries. */
const TRIES = 10;
/** The new device answers by itself; longer than this it is not there any more. */
const PATIENCE = 30_000;

/**
 * @param text a code as it was typed, or a scanned link
 * @throws Failed `not_found`: no device waits with it; `keys_do_not_match`: the server shows other keys than were scanned
 */
export async function findNewDevice(deps: Deps, own: OwnAccount, text: string): Promise<FoundDevice> {
  const carried = readCarried(text);
  if (!carried) throw new Failed('not_found');
  const { code, scanned } = carried;
  const waiting = await deps.server.call(claimLinking, { body: { code } });
  const keys = { signingKey: fromBase64url(waiting.signingKey), boxKey: fromBase64url(waiting.boxKey) };
  const found = { code, label: waiting.label, keys };
  if (!scanned) return { ...found, number: await compare(deps, own, waiting, found), secret: null };
  if (!equalBytes(linkingKeysHash(keys), scanned.keysHash)) throw new Failed('keys_do_not_match');
  return { ...found, number: null, secret: scanned.secret };
}

/** The own nonce is drawn after the other's commitment is here, and the other's is told after this one has gone out. */
async function compare(
  deps: Deps,
  own: OwnAccount,
  { commitment }: NewDevice,
  { code, keys }: Pick<FoundDevice, 'code' | 'keys'>,
): Promise<string> {
  const { identityKey, account } = own.chain;
  const greeting = encodeGreeting({ username: own.self.username, account, identityKey, nonce: deps.random(32) });
  await deps.server.call(greetLinking, { params: { code }, body: { greeting: toBase64url(greeting) } });
  const nonce = await toldNonce(deps, code);
  if (!equalBytes(linkingCommitment(keys, nonce), fromBase64url(commitment))) throw new Failed('keys_do_not_match');
  return linkingNumber(keys, nonce, greeting);
}

async function toldNonce(deps: Deps, code: string): Promise<Uint8Array> {
  const until = deps.clock.now() + PATIENCE;
  while (deps.clock.now() < until) {
    const { nonce } = await deps.server.call(getLinking, { params: { code } });
    if (nonce !== null) return fromBase64url(nonce);
    await pause(deps.clock);
  }
  throw new Failed('not_found');
}

/**
 * Makes it a device of this account, and waits until it is in. Whenever the account changes in between, the entry is made
 * anew.
 * @throws Failed `link_spent`: the other device has gone, or took too long
 */
export async function letIn(deps: Deps, own: OwnAccount, found: FoundDevice, password: string): Promise<void> {
  const vault = await openByPassword(deps.server, own.self.username, password);
  const id = sha256(found.keys.signingKey);
  own.expect(id);
  try {
    for (let tries = 0; tries < TRIES; tries += 1) {
      const chain = await own.refresh();
      if (deviceAt(chain, id, chain.number)) return;
      if (!equalBytes(vault.contents.identity.publicKey, chain.identityKey)) throw new Failed('keys_do_not_match');
      if (liveDevices(chain).length >= limits.devicesPerAccount) throw new Failed('too_many_devices');
      await grant(deps, own, found, vault);
      await taken(deps, found.code);
    }
    throw new Failed('link_spent');
  } catch (error) {
    if (await isIn(own, id)) return;
    own.expectNoMore(id);
    throw isGone(error) ? new Failed('link_spent') : error;
  }
}

async function grant({ server, random }: Deps, own: OwnAccount, found: FoundDevice, vault: OpenVault): Promise<void> {
  const { generation } = newestAccountKey(own.chain);
  const held = own.newestSeed();
  const fromVault = async () =>
    (await seedsFromVault(vault.chain, vault.contents.box, vault.answer.keys)).get(generation);
  const seed = held?.generation === generation ? held.seed : await fromVault();
  if (!seed) throw new Failed('keys_do_not_match');
  const { keys: to, secret, code } = found;
  const { identity } = vault.contents;
  const bytes = await makeGrant({ chain: own.chain, identity, to, generation, seed, secret }, random);
  await server.call(grantLinking, { params: { code }, body: { grant: toBase64url(bytes) } });
}

/** Until the new device has taken the grant, whatever came of it. */
async function taken({ server, clock }: Deps, code: string): Promise<void> {
  const until = clock.now() + limits.linkingLifetime;
  while (clock.now() < until && (await server.call(getLinking, { params: { code } })).granted) await pause(clock);
}

async function isIn(own: OwnAccount, id: Uint8Array): Promise<boolean> {
  const chain = await own.refresh().catch(() => own.chain);
  return deviceAt(chain, id, chain.number) !== null;
}

const isGone = (error: unknown): boolean => error instanceof Refused && error.code === 'not_found';
const pause = (clock: Clock): Promise<void> => new Promise((resolve) => clock.after(LOOK_EVERY, resolve));
