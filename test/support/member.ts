import { randomBytes } from 'node:crypto';
import { register } from '../../src/client/account/register.ts';
import { Server } from '../../src/client/server.ts';
import { uuidv7 } from '../../src/client/uuid.ts';
import type { DeviceKeys } from '../../src/crypto/deviceKeys.ts';
import { makeEpoch } from '../../src/crypto/epoch.ts';
import { sealMessage } from '../../src/crypto/message.ts';
import { readChain, type AccountChain } from '../../src/crypto/verify/accountChain.ts';
import { getChain } from '../../src/protocol/api/account.ts';
import { addEpoch, startConversation } from '../../src/protocol/api/conversations.ts';
import { fromBase64url, toBase64url } from '../../src/protocol/base64url.ts';
import { openSocket } from '../../src/protocol/socket.ts';
import { Cookies } from './raw.ts';
import { openTalk, type Talk } from './talk.ts';

export const PASSWORD = 'nine patient herons 42';
const random = (length: number): Uint8Array<ArrayBuffer> => new Uint8Array(randomBytes(length));

interface Admission {
  readonly password?: string;
  readonly setup?: string;
  readonly invitation?: string;
  readonly openRegistration?: boolean;
}

/** An account with one device, speaking to the API by hand. */
export interface Member {
  readonly username: string;
  readonly account: string;
  readonly http: Cookies;
  readonly api: Server;
  readonly device: DeviceKeys;
  readonly created: Uint8Array;
  readonly role: string;
  readonly recoveryCode: string;
}

export async function newMember(origin: string, username: string, admission: Admission = {}): Promise<Member> {
  const http = new Cookies(origin);
  const api = new Server(http);
  const { password = PASSWORD, ...rest } = admission;
  const { login, recoveryCode } = await register(
    { server: api, random, deviceLabel: 'By hand' },
    { username, password, ...rest },
  );
  const { account, role } = login.self;
  return { username, account, http, api, device: login.held.device, created: login.entries[0]!, role, recoveryCode };
}

/** A sealed direct conversation with its first epoch. */
export interface Sealed {
  readonly conversation: string;
  readonly epochKey: Uint8Array;
  readonly epochHash: Uint8Array<ArrayBuffer>;
}

export async function chainOf(member: Member, account = member.account): Promise<AccountChain> {
  const { entries } = await member.api.call(getChain, { params: { account } });
  return readChain(entries.map(fromBase64url));
}

/** The direct conversation of two members, with its next epoch. */
export async function talkWith(
  member: Member,
  other: Member,
  number = 1,
  previous: Uint8Array = new Uint8Array(32),
): Promise<Sealed> {
  const { conversation } = await member.api.call(startConversation, { body: { kind: 'direct', with: other.account } });
  const roster = await Promise.all(
    [member.account, other.account].map(async (account) => ({ chain: await chainOf(member, account) })),
  );
  const epoch = await makeEpoch({
    conversation: fromBase64url(conversation),
    number,
    previous: new Uint8Array(previous),
    roster,
    sharesHistory: true,
    maker: { account: fromBase64url(member.account), device: member.device },
  });
  const slots = epoch.slots.map(({ account, sealed }) => ({
    account: toBase64url(account),
    sealed: toBase64url(sealed),
  }));
  await member.api.call(addEpoch, { params: { conversation }, body: { record: toBase64url(epoch.record), slots } });
  return { conversation, epochKey: epoch.epochKey, epochHash: epoch.hash };
}

export interface Wording {
  readonly counts?: boolean;
  readonly account?: string;
  readonly device?: Uint8Array;
  readonly conversation?: string;
  readonly epoch?: Uint8Array<ArrayBuffer>;
}

/** A sealed message, base64url; `wording` puts something else into its header than what is true. */
export async function envelopeOf(member: Member, sealed: Sealed, text: string, wording: Wording = {}): Promise<string> {
  const { number, hash } = await chainOf(member);
  const header = {
    conversation: fromBase64url(wording.conversation ?? sealed.conversation),
    epoch: wording.epoch ?? sealed.epochHash,
    account: fromBase64url(wording.account ?? member.account),
    chainHead: { number, hash },
    device: wording.device ?? member.device.id,
    messageId: uuidv7(Date.now(), random),
    counts: wording.counts ?? true,
  };
  const inner = {
    content: { type: 'text', text, reply: null },
    sentAt: Date.now(),
    counter: 1,
    previous: new Uint8Array(32),
    seen: 0,
    checkpoint: null,
  } as const;
  return toBase64url(await sealMessage({ epochKey: sealed.epochKey, header, device: member.device.signing, inner }));
}

/** A text as it is said in a log that the server can read. */
export function textOf(text: string, reply: string | null = null) {
  return { id: toBase64url(randomBytes(16)), content: { type: 'text', text, reply } } as const;
}

/** An open socket that has said hello. */
export async function listen(member: Member, cursors: [string, number][] = []): Promise<Talk> {
  const { ticket } = await member.api.call(openSocket);
  const talk = await openTalk(member.http.origin, ticket);
  talk.say({ op: 'hello', protocol: 1, cursors });
  await talk.until(({ ev }) => ev === 'live');
  return talk;
}
