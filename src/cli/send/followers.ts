import type { AccountRecipient } from '../../crypto/sealForAccounts.ts';
import { equalBytes, sha256 } from '../../crypto/encoding.ts';
import { type AccountChain, newestAccountKey } from '../../crypto/verify/accountChain.ts';
import { servedChain } from '../../client/people/servedChain.ts';
import type { Person } from '../../protocol/api/account.ts';
import { fromBase64url } from '../../protocol/base64url.ts';
import { limits } from '../../protocol/limits.ts';
import { CommandError } from '../usage.ts';
import type { Ingest } from './ingest.ts';
import { type KnownFollower, KnownFollowers } from './knownFollowers.ts';
import { words } from './words.ts';

/** To whom may be sealed, and for which server. */
export interface Trusted {
  readonly instance: string;
  readonly recipients: readonly AccountRecipient[];
}

/** Somebody who follows is not who they were when they were first seen. */
export class Untrusted extends CommandError {
  /** Those who still are. */
  readonly others: Trusted;

  constructor(why: string, others: Trusted) {
    super(why);
    this.others = others;
  }
}

interface Given {
  readonly machine: string;
  readonly folder: string;
  readonly ingest: Pick<Ingest, 'recipients' | 'chain'>;
  readonly notice: (text: string) => void;
}

type Judged = { readonly chain: AccountChain } | { readonly fault: string };

/**
 * Those who follow a machine. The server says who they are; their keys are checked here, and an identity counts as the one
 * that was seen first, until whoever owns the machine accepts another.
 */
export class Followers {
  readonly #given: Given;
  readonly #known: KnownFollowers;
  readonly #keyless = new Set<string>();

  constructor(given: Given) {
    this.#given = given;
    this.#known = new KnownFollowers(given.folder);
  }

  /** As the server says now; at least one. @throws NotNow, Untrusted, CommandError when there is nobody, or too many */
  async current(): Promise<Trusted> {
    const { machine, ingest } = this.#given;
    const { instance, followers, keyless, more } = await ingest.recipients();
    if (more) throw new CommandError(words.tooManyFollow(machine));
    this.#sayKeyless(keyless);
    const judged: Judged[] = [];
    for (const person of followers) judged.push(await this.#judge(person));
    const chains = judged.flatMap((one) => ('chain' in one ? [one.chain] : []));
    const trusted = { instance, recipients: chains.map(recipientOf) };
    const [fault] = judged.flatMap((one) => ('fault' in one ? [one.fault] : []));
    if (fault !== undefined) throw new Untrusted(fault, trusted);
    if (chains.length === 0) throw new CommandError(words.nobodyFollows(machine));
    this.#known.keepCurrent({ instance, accounts: followers.map(({ account }) => account) });
    return trusted;
  }

  /** As the server said last, at least one; null: it never did. */
  known(): Trusted | null {
    const current = this.#known.current();
    if (current === null) return null;
    const found = current.accounts.map((account) => this.#known.get(account)).filter((each) => each !== null);
    const trusted = found.filter(({ chain, pin }) => equalBytes(chain.identityKey, pin));
    if (trusted.length === 0) return null;
    return { instance: current.instance, recipients: trusted.map(({ chain }) => recipientOf(chain)) };
  }

  /** From now on this is who goes by that name. @throws NotNow, CommandError */
  async accept(username: string): Promise<void> {
    const { machine, ingest } = this.#given;
    const { followers } = await ingest.recipients();
    const person = followers.find((each) => each.username === username);
    if (!person) throw new CommandError(words.doesNotFollow(username, machine));
    const followed = await this.#followed(person);
    if ('fault' in followed) throw new CommandError(followed.fault);
    this.#known.forgetName(username);
    this.#known.keep(person.account, { ...followed, pin: followed.chain.identityKey });
  }

  async #judge(person: Person): Promise<Judged> {
    const { account, username } = person;
    const { machine, notice } = this.#given;
    const before = this.#known.byName(username);
    if (before !== null && before !== account) return { fault: words.anotherAccount(username, machine) };
    const known = this.#known.get(account);
    const followed = await this.#followed(person);
    if ('fault' in followed) return followed;
    const { chain } = followed;
    const pin = known?.pin ?? chain.identityKey;
    if (chain.number !== known?.chain.number) this.#known.keep(account, { ...followed, pin });
    if (known === null) notice(words.newFollower(username, sha256(pin).toHex()));
    if (!equalBytes(pin, chain.identityKey)) return { fault: words.identityChanged(username, machine) };
    return { chain };
  }

  /** The chain as far as the server has it, checked against what is known of it. */
  async #followed(person: Person): Promise<Omit<KnownFollower, 'pin'> | { readonly fault: string }> {
    const { account, username } = person;
    const known = this.#known.get(account);
    const served = await this.#served(person, known?.chain.number ?? 0);
    const chain = servedChain(known?.chain ?? null, account, served.entries, served.person);
    if (typeof chain === 'string') return { fault: words.chainFault(username, this.#known.fileOf(account)) };
    // Removed accounts follow nothing: no honest server names one.
    if (chain.removed) return { fault: words.chainFault(username, this.#known.fileOf(account)) };
    return { username, entries: [...(known?.entries ?? []), ...served.entries], chain };
  }

  /** What the server has after that entry, in as many pages as it takes. */
  async #served(person: Person, number: number): Promise<{ person: Person; entries: Uint8Array[] }> {
    const entries: Uint8Array[] = [];
    for (let shown = person; ;) {
      const reached = number + entries.length >= shown.chainHead.number;
      if (reached || entries.length > 2 * limits.chainEntries) return { person: shown, entries };
      const page = await this.#given.ingest.chain(person.account, number + entries.length);
      if (page.entries.length === 0) return { person: page.person, entries };
      entries.push(...page.entries.map(fromBase64url));
      shown = { ...page.person, account: person.account, username: person.username };
    }
  }

  #sayKeyless(keyless: readonly string[]): void {
    const fresh = keyless.filter((name) => !this.#keyless.has(name));
    for (const name of fresh) {
      this.#keyless.add(name);
      this.#given.notice(words.keyless(name));
    }
  }
}

function recipientOf(chain: AccountChain): AccountRecipient {
  const { generation, publicKey } = newestAccountKey(chain);
  return { account: chain.account, generation, publicKey };
}
