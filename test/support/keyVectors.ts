import {
  accountKeyEntry,
  removedEntry,
  resetEntry,
  selfRemovedEntry,
  deviceBoxKeyEntry,
  vaultBoxKeyEntry,
} from '../../src/crypto/chainEntries.ts';
import { newBoxKey } from '../../src/crypto/boxKey.ts';
import { newDeviceKeys } from '../../src/crypto/deviceKeys.ts';
import { makeEpoch } from '../../src/crypto/epoch.ts';
import { sealMessage } from '../../src/crypto/message.ts';
import {
  newRecoveryCode,
  parseRecoveryCode,
  recoveryLoginKey,
  recoveryWrappingKey,
} from '../../src/crypto/recoveryCode.ts';
import {
  encodeGreeting,
  linkingCommitment,
  linkingKeysHash,
  linkingNumber,
  makeGrant,
} from '../../src/crypto/linking.ts';
import { readingToken, sealLine } from '../../src/crypto/sealedLine.ts';
import { sealOpening } from '../../src/crypto/sealedOpening.ts';
import { sealRecord } from '../../src/crypto/sealedRecord.ts';
import { newSigningKey } from '../../src/crypto/signingKey.ts';
import { passwordWrappingKey, sealVault, wrapVaultKey } from '../../src/crypto/vault.ts';
import { nameHash, newestAccountKey } from '../../src/crypto/verify/accountChain.ts';
import { directConversationId } from '../../src/crypto/verify/epochRecord.ts';
import { sha256 } from '../../src/crypto/encoding.ts';
import {
  extended,
  newerKey,
  nextKey,
  seededRandom,
  testAccount,
  vaultRecipient,
  withDevice,
  withKey,
  withoutDevice,
  type TestAccount,
} from './keys.ts';

/**
 * Our own encodings, made from fixed seeds: what this version writes, byte for byte, as hex or as the SHA-256 of what is
 * long. A difference means that accounts, messages or vaults of before can no longer be read.
 */
export async function keyVectors(): Promise<Record<string, string>> {
  return {
    ...(await chainVectors()),
    ...(await conversationVectors()),
    ...(await vaultVectors()),
    ...(await linkingVectors()),
    ...(await recordVectors()),
    ...(await contactVectors()),
  };
}

const hashed = (bytes: Uint8Array) => `${bytes.length} bytes, sha256 ${sha256(bytes).toHex()}`;

/** An account whose chain has an entry of every kind. */
export async function accountOfEveryKind(): Promise<TestAccount> {
  const random = seededRandom('chain vector');
  let account = await testAccount('anna');
  const [second, third] = [await newDeviceKeys(random), await newDeviceKeys(random)];
  account = withDevice(account, second);
  account = await withoutDevice(account, second);
  account = extended(account, deviceBoxKeyEntry(account.chain, account.device, (await newBoxKey(random)).publicKey));
  account = extended(account, vaultBoxKeyEntry(account.chain, account.identity, (await newBoxKey(random)).publicKey));
  account = extended(account, selfRemovedEntry(account.chain, account.device));
  const renewal = await newerKey(account);
  account = withKey(account, accountKeyEntry(account.chain, { identity: account.identity }, renewal.next), renewal);
  const anew = await nextKey(4, [vaultRecipient(third.box.publicKey)], null, random);
  const identity = newSigningKey(random);
  const reset = { identity, vaultBoxKey: (await newBoxKey(random)).publicKey, device: third, accountKey: anew.next };
  account = extended(account, resetEntry(account.chain, reset));
  return extended(account, removedEntry(account.chain, identity));
}

async function chainVectors(): Promise<Record<string, string>> {
  const { entries } = await accountOfEveryKind();
  return {
    ...Object.fromEntries(entries.map((entry, at) => [`chain entry ${at + 1}`, hashed(entry)])),
    'removed entry': entries.at(-1)!.toHex(),
    'name hash of anna': nameHash('anna').toHex(),
  };
}

async function conversationVectors(): Promise<Record<string, string>> {
  const random = seededRandom('conversation vector');
  const [anna, ben] = [await testAccount('anna'), await testAccount('ben')];
  const conversation = directConversationId(anna.chain.account, ben.chain.account);
  const maker = { account: anna.chain.account, device: anna.device };
  const roster = [{ chain: anna.chain }, { chain: ben.chain }];
  const previous = new Uint8Array(32);
  const epoch = await makeEpoch({ conversation, number: 1, previous, roster, sharesHistory: false, maker }, random);
  const envelope = await sealMessage(
    {
      epochKey: epoch.epochKey,
      header: {
        conversation,
        epoch: epoch.hash,
        account: anna.chain.account,
        chainHead: anna.chain,
        device: anna.device.id,
        messageId: random(16),
        counts: true,
      },
      device: anna.device.signing,
      inner: {
        content: { type: 'text', text: 'Guten Morgen', reply: null },
        sentAt: 1_800_000_000_000,
        counter: 1,
        previous,
        seen: 1,
        checkpoint: null,
      },
    },
    random,
  );
  return {
    'direct conversation id': conversation.toHex(),
    'epoch record': epoch.record.toHex(),
    'epoch key': epoch.epochKey.toHex(),
    'epoch slots': epoch.slots.map(({ sealed }) => hashed(sealed)).join('; '),
    envelope: envelope.toHex(),
  };
}

async function vaultVectors(): Promise<Record<string, string>> {
  const random = seededRandom('vault vector');
  const { chain, vaultKey, identity, vaultBox: box } = await testAccount('anna');
  const text = newRecoveryCode(random);
  const code = parseRecoveryCode(text)!;
  const wrappingKey = recoveryWrappingKey(code);
  return {
    'recovery code': text,
    'recovery wrapping key': wrappingKey.toHex(),
    'recovery log-in key': recoveryLoginKey(code).publicKey.toHex(),
    'password wrapping key': passwordWrappingKey(new Uint8Array(64)).toHex(),
    vault: (await sealVault(vaultKey, chain.account, 1, { identity, box }, random)).toHex(),
    'vault key wrap': (await wrapVaultKey(wrappingKey, 'recovery', chain.account, vaultKey, random)).toHex(),
  };
}

async function linkingVectors(): Promise<Record<string, string>> {
  const random = seededRandom('linking vector');
  const { chain, identity, seeds, username } = await testAccount('anna');
  const device = await newDeviceKeys(random);
  const to = { signingKey: device.signing.publicKey, boxKey: device.box.publicKey };
  const nonce = random(32);
  const greeting = encodeGreeting({
    username,
    account: chain.account,
    identityKey: identity.publicKey,
    nonce: random(32),
  });
  const grant = await makeGrant(
    { chain, identity, to, generation: 1, seed: seeds.get(1)!, secret: random(32) },
    random,
  );
  return {
    'linking keys hash': linkingKeysHash(to).toHex(),
    'linking commitment': linkingCommitment(to, nonce).toHex(),
    'linking greeting': greeting.toHex(),
    'linking number': linkingNumber(to, nonce, greeting),
    'linking grant': hashed(grant),
  };
}

async function recordVectors(): Promise<Record<string, string>> {
  const recipients = [(await testAccount('anna')).chain, (await testAccount('ben')).chain].map((chain) => ({
    account: chain.account,
    ...newestAccountKey(chain),
  }));
  const place = { instance: 'an instance', machine: 'dale', id: 'run-1', level: 'error' };
  const content = { text: 'disk full', sentAt: 1_800_000_000_000 };
  const sealed = await sealRecord(place, recipients, content, seededRandom('record vector'));
  return { 'sealed record': hashed(sealed) };
}

async function contactVectors(): Promise<Record<string, string>> {
  const random = seededRandom('contact vector');
  const { chain } = await testAccount('anna');
  const [secret, conversation, id] = [random(32), random(32), new Uint8Array(random(16))];
  const recipients = [{ account: chain.account, ...newestAccountKey(chain) }];
  const opening = { secret: new Uint8Array(secret), name: 'Vera', surname: 'Visitor', email: 'vera@example.org' };
  const place = { instance: 'an instance', thread: 'contact', conversation };
  const line = { id, text: 'a quéstion', by: '', sentAt: 1_800_000_000_000 };
  const answer = { ...line, by: 'Anna' };
  return {
    'contact opening': hashed(await sealOpening(place, recipients, opening, random)),
    'contact line': hashed(await sealLine(secret, { conversation, side: 'visitor', seq: 1 }, line, random)),
    'contact answer': hashed(await sealLine(secret, { conversation, side: 'answerers', seq: 2 }, answer, random)),
    'contact reading token': readingToken(secret, conversation).toHex(),
  };
}
