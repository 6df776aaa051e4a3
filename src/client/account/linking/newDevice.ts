import { accountKeyFrom } from '../../../crypto/accountKey.ts';
import { type DeviceKeys, newDeviceKeys } from '../../../crypto/deviceKeys.ts';
import { equalBytes } from '../../../crypto/encoding.ts';
import { KeyError } from '../../../crypto/keyError.ts';
import {
  type Granted,
  type Greeting,
  decodeGreeting,
  linkingCommitment,
  linkingKeysHash,
  linkingNumber,
  openGrant,
} from '../../../crypto/linking.ts';
import { type AccountChain, ChainError, nameHash, readChain } from '../../../crypto/verify/accountChain.ts';
import { getInstance } from '../../../protocol/api/instance.ts';
import type { OwnKeys } from '../../../protocol/api/keys.ts';
import { Username } from '../../../protocol/ids.ts';
import { cancelLinking, finishLinking, readLinking, revealNonce, startLinking } from '../../../protocol/api/linking.ts';
import { logout } from '../../../protocol/api/login.ts';
import { fromBase64url, toBase64url } from '../../../protocol/base64url.ts';
import type { ClientState, Failure } from '../../api.ts';
import { Failed, failureOf } from '../../outcome.ts';
import type { Clock } from '../../ports.ts';
import { Refused, type Server, Unreachable } from '../../server.ts';
import { freshKeys } from '../boxKeys.ts';
import type { Coming } from '../coming.ts';
import type { LoginResult } from '../own.ts';
import { restOfOwnKeys } from '../ownKeys.ts';
import { openSeeds } from '../seeds.ts';
import { linkPath, shownCode } from './linkText.ts';

interface Deps {
  readonly server: Server;
  readonly clock: Clock;
  readonly random: (length: number) => Uint8Array;
  readonly deviceLabel: string;
  readonly keep: (coming: Coming) => Promise<void>;
  readonly changed: () => void;
  readonly entered: (login: LoginResult) => Promise<void>;
}

interface Begun {
  readonly device: DeviceKeys;
  readonly nonce: Uint8Array;
  readonly secret: Uint8Array;
  readonly linking: string;
  readonly code: string;
}

const LOOK_EVERY = 1500;

/**
 * This device waits to be made one of an account by another. Whatever comes through the server is taken only with the secret
 * of the QR code, or after the person has found the same number on both.
 */
export class NewDevice {
  readonly #deps: Deps;
  readonly #begun: Begun;
  /** The first one that came, and as it came. The nonce is told for this one and no other. */
  #greeting: Greeting | null = null;
  #greetedBy: Uint8Array | null = null;
  #number: string | null = null;
  #confirmed = false;
  #failure: Failure | null = null;
  #stopped = false;

  private constructor(deps: Deps, begun: Begun) {
    this.#deps = deps;
    this.#begun = begun;
    this.#lookAgain();
  }

  static async start(deps: Deps): Promise<NewDevice> {
    const { server, random, deviceLabel } = deps;
    const device = await newDeviceKeys(random);
    const [nonce, secret] = [random(32), random(32)];
    const body = {
      signingKey: toBase64url(device.signing.publicKey),
      boxKey: toBase64url(device.box.publicKey),
      label: deviceLabel,
      commitment: toBase64url(linkingCommitment(publicOf(device), nonce)),
    };
    return new NewDevice(deps, { device, nonce, secret, ...(await server.call(startLinking, { body })) });
  }

  get view(): NonNullable<ClientState['linking']> {
    const { device, secret, code } = this.#begun;
    return {
      code: shownCode(code),
      link: linkPath(code, { keysHash: linkingKeysHash(publicOf(device)), secret }),
      username: this.#number === null ? null : (this.#greeting?.username ?? null),
      number: this.#number,
      confirmed: this.#confirmed,
      failure: this.#failure,
    };
  }

  /** The person has found the same number on both. */
  confirm(): void {
    if (this.#number === null) return;
    this.#confirmed = true;
    this.#deps.changed();
  }

  stop(): void {
    if (this.#stopped) return;
    this.#stopped = true;
    void this.#deps.server.call(cancelLinking, { body: { linking: this.#begun.linking } }).catch(() => undefined);
  }

  #lookAgain(): void {
    this.#deps.clock.after(LOOK_EVERY, () => {
      if (this.#stopped) return;
      this.#look().then(
        () => this.#lookAgain(),
        (error: unknown) => this.#failed(error),
      );
    });
  }

  #failed(error: unknown): void {
    if (error instanceof Unreachable) return this.#lookAgain();
    if (this.#stopped) return;
    this.stop();
    this.#failure = failureOf(error).code;
    this.#deps.changed();
  }

  async #look(): Promise<void> {
    const { server } = this.#deps;
    const { greeting, grant } = await server.call(readLinking, { body: { linking: this.#begun.linking } });
    if (this.#stopped) return;
    if (greeting !== null && this.#number === null) await this.#greeted(fromBase64url(greeting));
    // With a greeting there is a number to compare first; without one only the secret of the QR code is trusted.
    if (grant !== null && (this.#greeting === null || this.#confirmed)) await this.#take(fromBase64url(grant));
  }

  async #greeted(bytes: Uint8Array): Promise<void> {
    const { device, nonce, linking } = this.#begun;
    this.#greetedBy ??= bytes;
    if (!equalBytes(this.#greetedBy, bytes)) throw new Failed('keys_do_not_match');
    this.#greeting = understood(() => decodeGreeting(bytes));
    if (!isUsername(this.#greeting.username)) throw new Failed('keys_do_not_match');
    await this.#deps.server.call(revealNonce, { body: { linking, nonce: toBase64url(nonce) } });
    this.#number = linkingNumber(publicOf(device), nonce, bytes);
    this.#deps.changed();
  }

  async #take(grant: Uint8Array): Promise<void> {
    const { server, keep, entered } = this.#deps;
    const { device, secret, linking } = this.#begun;
    const granted = await openGrant(grant, device, this.#greeting ?? { secret }).catch(notUnderstood);
    const { instance } = await server.call(getInstance);
    const entry = toBase64url(granted.entry);
    await keep({ account: toBase64url(granted.account), device, begun: null });
    const answer = await server.call(finishLinking, { body: { linking, entry } }).catch(unlessMoved);
    if (!answer) return;
    this.#stopped = true;
    try {
      const keys = await restOfOwnKeys(server, answer.keys);
      await entered({ self: answer.self, instance, ...(await this.#checked(granted, answer.self.username, keys)) });
    } catch (error) {
      await server.call(logout).catch(() => undefined);
      this.#stopped = false;
      throw error;
    }
  }

  /** The chain has to be the trusted account's, of that name, with this device in it just as it was granted. */
  async #checked(
    granted: Granted,
    username: string,
    keys: OwnKeys,
  ): Promise<Pick<LoginResult, 'held' | 'entries' | 'seeds'>> {
    const { device } = this.#begun;
    const entries = keys.chain.map(fromBase64url);
    const chain = understood(() => readChain(entries));
    const fits =
      equalBytes(chain.account, granted.account) &&
      equalBytes(chain.identityKey, granted.identityKey) &&
      equalBytes(chain.nameHash, nameHash(username)) &&
      (this.#greeting === null || this.#greeting.username === username) &&
      entries.some((entry) => equalBytes(entry, granted.entry)) &&
      (await isSeedOf(chain, granted));
    if (!fits) throw new Failed('keys_do_not_match');
    const opener = { recipient: toBase64url(device.id), boxes: [device.box] };
    const seeds = await openSeeds(chain, keys, opener, new Map([[granted.generation, granted.seed]]));
    return { held: freshKeys(device), entries, seeds };
  }
}

/** It is shown, and nothing else may be said in its place. */
const isUsername = (text: string): boolean => Username.safeParse(text).data === text;

const publicOf = ({ signing, box }: DeviceKeys) => ({ signingKey: signing.publicKey, boxKey: box.publicKey });

async function isSeedOf(chain: AccountChain, { generation, seed }: Granted): Promise<boolean> {
  const half = chain.accountKeys.find((one) => one.generation === generation);
  return half !== undefined && equalBytes(half.publicKey, (await accountKeyFrom(seed)).publicKey);
}

/** The account changed in between: the other device grants anew. */
function unlessMoved(error: unknown): null {
  if (error instanceof Refused && error.code === 'chain_moved') return null;
  throw error;
}

function understood<Value>(read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    return notUnderstood(error);
  }
}

function notUnderstood(error: unknown): never {
  const isKnown = error instanceof KeyError || error instanceof ChainError;
  throw isKnown ? new Failed('keys_do_not_match', { cause: error }) : error;
}
