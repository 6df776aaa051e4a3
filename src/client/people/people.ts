import { decodeCbor, encodeCbor, equalBytes, sha256 } from '../../crypto/encoding.ts';
import { safetyNumber } from '../../crypto/safetyNumber.ts';
import { type AccountChain, readChain } from '../../crypto/verify/accountChain.ts';
import { type Person, findPerson, getChain } from '../../protocol/api/account.ts';
import { fromBase64url, toBase64url } from '../../protocol/base64url.ts';
import { limits } from '../../protocol/limits.ts';
import type { PersonView } from '../api.ts';
import { Failed } from '../outcome.ts';
import type { Storage } from '../ports.ts';
import type { Server } from '../server.ts';
import { after } from '../storageKeys.ts';
import { Alarms } from './alarms.ts';
import { type ChainFault, servedChain } from './servedChain.ts';

interface Known {
  readonly username: string;
  readonly displayName: string;
  readonly entries: readonly Uint8Array[];
  readonly chain: AccountChain;
  /** The identity key that this account trusts: the first one seen, or the one accepted since. */
  readonly pin: Uint8Array;
  /** What the pin rests on: the place of an identity among those of the chain, or the person's own word here; null: seen. */
  readonly evidence: number | null;
  /** SHA-256 of the identity key that was compared by safety number. */
  readonly verified: Uint8Array | null;
  /** Place in the own log of the newest note about them. */
  readonly noted: number;
  /** When this device heard of devices that they have added since it met them, UTC milliseconds, the newest last. */
  readonly devicesCame: readonly number[];
}

/** Of so many additions of devices it is kept when they were. */
const MOST_TOLD = 20;

/** Above every place. */
const OWN_WORD = 1_000_000;

interface StoredPerson extends Omit<Known, 'chain'> {
  readonly account: string;
}

const PREFIX = 'person/';

interface PeopleDeps {
  readonly server: Server;
  readonly storage: Storage;
  readonly now: () => number;
  readonly changed: () => void;
}

/**
 * Every account that this one has met: its chain, which only ever grows, and the identity that is trusted for it. A chain
 * that shrinks or forks is an alarm, and nothing more is sealed to that account.
 */
export class People {
  readonly alarms: Alarms;
  readonly #known = new Map<string, Known>();
  readonly #fetching = new Map<string, Promise<Known>>();
  readonly #safetyNumbers = new Map<string, string>();

  readonly #deps: PeopleDeps;

  constructor(deps: PeopleDeps) {
    this.#deps = deps;
    this.alarms = new Alarms(deps);
  }

  async load(): Promise<void> {
    const [people] = await Promise.all([this.#deps.storage.range(PREFIX, after(PREFIX)), this.alarms.load()]);
    for (const [, bytes] of people) {
      const { account, ...stored } = decodeCbor(bytes) as StoredPerson;
      const since = { evidence: null, verified: null, noted: 0, devicesCame: [] };
      this.#known.set(account, { ...since, ...stored, chain: readChain(stored.entries) });
    }
  }

  /** A name is shown only once the account's chain is here and says that it is its. */
  view(account: string): PersonView {
    const known = this.#known.get(account);
    if (!known) return { account, username: '', displayName: account.slice(0, 8) };
    return { account, username: known.username, displayName: known.displayName || known.username };
  }

  /** The server says how somebody is called now. For one whose chain is not here it waits until it is. */
  async called({ account, username, displayName }: PersonView): Promise<void> {
    const known = this.#known.get(account);
    if (known?.username !== username || known.displayName === displayName) return;
    await this.#keep(account, { ...known, displayName });
  }

  /** The chain as far as it is known here, fetched if it does not reach `number`. */
  async chain(account: string, number = 1): Promise<AccountChain> {
    const known = this.#known.get(account);
    if (known && known.chain.number >= number) return known.chain;
    return (await this.refresh(account)).chain;
  }

  /**
   * The chain, of which the server says that it has `served` entries: more are fetched, and fewer than are known here are
   * an alarm.
   * @throws Failed `keys_do_not_match`
   */
  async chainServed(account: string, served: number): Promise<AccountChain> {
    const known = this.#known.get(account);
    return known?.chain.number === served ? known.chain : (await this.refresh(account)).chain;
  }

  known(account: string): AccountChain | undefined {
    return this.#known.get(account)?.chain;
  }

  /** Fetches what came since. One request at a time for an account. */
  refresh(account: string): Promise<Known> {
    const already = this.#fetching.get(account);
    if (already) return already;
    const fetching = this.#fetch(account).finally(() => this.#fetching.delete(account));
    this.#fetching.set(account, fetching);
    return fetching;
  }

  /** @throws Refused `not_found` */
  async find(username: string): Promise<string> {
    const person = await this.#deps.server.call(findPerson, { params: { username } });
    const known = await this.refresh(person.account);
    if (known.username !== username) throw new Failed('keys_do_not_match');
    return person.account;
  }

  /** Why nothing is sealed to that account at the moment. */
  waiting(account: string): 'identity_changed' | 'alarm' | null {
    if (this.alarms.holdsUp(account)) return 'alarm';
    const known = this.#known.get(account);
    return known && !equalBytes(known.chain.identityKey, known.pin) ? 'identity_changed' : null;
  }

  /**
   * The devices of this account have trusted that identity before this one was there, so that it is the one the account
   * trusts: this is how a new device comes by its pins. Of several the latest in the chain; the person's word here is last.
   * @param identityHash SHA-256 of an identity key of the account's chain
   */
  async trust(account: string, identityHash: Uint8Array): Promise<void> {
    const known = this.#known.get(account);
    const place = known?.chain.identityKeys.findIndex(({ key }) => equalBytes(sha256(key), identityHash)) ?? -1;
    const pin = known?.chain.identityKeys[place]?.key;
    if (!known || !pin || place <= (known.evidence ?? -1)) return;
    await this.#keep(account, { ...known, pin, evidence: place });
  }

  /** @throws Failed `conversation_waits` for one who was compared before: they are compared again */
  async accept(account: string): Promise<void> {
    const known = this.#known.get(account);
    if (this.verification(account) === 'compare_again') throw new Failed('conversation_waits');
    if (known) await this.#keep(account, { ...known, pin: known.chain.identityKey, evidence: OWN_WORD });
  }

  /** The person has compared the safety number with that of the identity as it is now. Answers its hash. */
  async verify(account: string): Promise<Uint8Array> {
    const known = this.#known.get(account);
    if (!known) throw new Failed('keys_do_not_match');
    const pin = known.chain.identityKey;
    const verified = sha256(pin);
    await this.#keep(account, { ...known, pin, evidence: OWN_WORD, verified });
    return verified;
  }

  /** Whether the safety number was compared, with the identity as it is now or with one before. */
  verification(account: string): 'verified' | 'compare_again' | null {
    const known = this.#known.get(account);
    if (!known?.verified) return null;
    return equalBytes(known.verified, sha256(known.chain.identityKey)) ? 'verified' : 'compare_again';
  }

  /** A note in the own log, at that place. What it says of trust counts where it is from before this device. */
  async noted(account: string, note: { identity: Uint8Array; verified: boolean }, at: number): Promise<void> {
    const { noted, verified } = this.#known.get(account) ?? (await this.refresh(account));
    if (at <= noted) return;
    const known = this.#known.get(account);
    const compared = note.verified ? note.identity : verified;
    if (known) await this.#keep(account, { ...known, verified: compared, noted: at });
  }

  /** When this device heard that they had added one, UTC milliseconds, the newest last. */
  devicesCame(account: string): readonly number[] {
    return this.#known.get(account)?.devicesCame ?? [];
  }

  /** 60 digits, worked out once for a pair of identities; null before the account's chain is known. */
  safetyNumber(mine: AccountChain, account: string): string | null {
    const theirs = this.known(account);
    if (!theirs) return null;
    const pair = toBase64url(mine.identityKey) + toBase64url(theirs.identityKey);
    const number = this.#safetyNumbers.get(pair) ?? safetyNumber(mine, theirs);
    this.#safetyNumbers.set(pair, number);
    return number;
  }

  async #fetch(account: string): Promise<Known> {
    const known = this.#known.get(account);
    const { person, entries } = await this.#served(account, known?.chain.number ?? 0);
    const chain = await this.#extended(account, known, entries, person);
    const next: Known = {
      evidence: known?.evidence ?? null,
      verified: known?.verified ?? null,
      noted: known?.noted ?? 0,
      devicesCame: known ? this.#devicesCame(known, chain) : [],
      username: person.username,
      displayName: person.displayName,
      entries: [...(known?.entries ?? []), ...entries],
      chain,
      pin: known?.pin ?? chain.identityKey,
    };
    if (!known || chain !== known.chain || next.displayName !== known.displayName) await this.#keep(account, next);
    await this.alarms.wholeAgain(account);
    return next;
  }

  /** What the server has after entry `number`, in as many pages as it takes. */
  async #served(account: string, number: number): Promise<{ person: Person; entries: Uint8Array[] }> {
    const entries: Uint8Array[] = [];
    for (;;) {
      const query = { after: number + entries.length };
      const page = await this.#deps.server.call(getChain, { params: { account }, query });
      entries.push(...page.entries.map(fromBase64url));
      const reached = number + entries.length >= page.person.chainHead.number;
      if (reached || page.entries.length === 0 || entries.length > 2 * limits.chainEntries)
        return { person: page.person, entries };
    }
  }

  /** Those of a new identity are told with it. */
  #devicesCame({ chain: before, devicesCame }: Known, chain: AccountChain): readonly number[] {
    const hasAdded = [...chain.devices.values()].some(({ addedAt }) => addedAt > before.number);
    if (!hasAdded || chain.resets > before.resets) return devicesCame;
    return [...devicesCame, this.#deps.now()].slice(-MOST_TOLD);
  }

  async #extended(
    account: string,
    known: Known | undefined,
    entries: readonly Uint8Array[],
    person: Person,
  ): Promise<AccountChain> {
    const chain = servedChain(known?.chain ?? null, account, entries, person);
    if (typeof chain !== 'string') return chain;
    return this.#refuse(chain, account, detailOf[chain](person));
  }

  async #refuse(kind: ChainFault, account: string, detail: string): Promise<never> {
    await this.alarms.raise(kind, this.view(account), detail);
    throw new Failed('keys_do_not_match');
  }

  async #keep(account: string, known: Known): Promise<void> {
    this.#known.set(account, known);
    const { chain: _, ...stored } = known;
    await this.#deps.storage.write({ put: [[PREFIX + account, encodeCbor({ account, ...stored })]] });
    this.#deps.changed();
  }
}

/** What makes one alarm another than the last of its kind. */
const detailOf: Record<ChainFault, (person: Person) => string> = {
  another_name: ({ username }) => username,
  chain_shrunk: ({ chainHead }) => String(chainHead.number),
  chain_fork: ({ chainHead }) => chainHead.hash,
};
