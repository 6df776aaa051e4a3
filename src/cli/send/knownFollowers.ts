import { existsSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { decodeCbor, encodeCbor } from '../../crypto/encoding.ts';
import { type AccountChain, readChain } from '../../crypto/verify/accountChain.ts';
import { AccountId } from '../../protocol/ids.ts';
import { makeFolder } from '../remote/folders.ts';

export interface KnownFollower {
  readonly username: string;
  readonly entries: readonly Uint8Array[];
  readonly chain: AccountChain;
  /** The identity key that is trusted. */
  readonly pin: Uint8Array;
}

type Stored = Omit<KnownFollower, 'chain'>;

const Current = z.object({ instance: z.string(), accounts: z.array(AccountId) });
type Current = z.infer<typeof Current>;

/** What a machine remembers of who has followed it: a file for each account, each written whole or not at all. */
export class KnownFollowers {
  readonly #folder: string;
  readonly #read = new Map<string, KnownFollower>();

  constructor(machineFolder: string) {
    this.#folder = path.join(machineFolder, 'followers');
    makeFolder(this.#folder);
  }

  fileOf(account: string): string {
    return path.join(this.#folder, account);
  }

  get(account: string): KnownFollower | null {
    const held = this.#read.get(account);
    if (held) return held;
    const stored = this.#stored(account);
    if (stored === null) return null;
    const known = { ...stored, chain: readChain(stored.entries) };
    this.#read.set(account, known);
    return known;
  }

  keep(account: string, known: KnownFollower): void {
    this.#read.set(account, known);
    const { chain: _, ...stored } = known;
    this.#write(this.fileOf(account), encodeCbor(stored));
  }

  /** Id of the account that went by that name; null: nobody did. */
  byName(username: string): string | null {
    return this.#accounts().find((account) => this.get(account)?.username === username) ?? null;
  }

  forgetName(username: string): void {
    for (const account of this.#accounts().filter((each) => this.get(each)?.username === username)) {
      this.#read.delete(account);
      rmSync(this.fileOf(account));
    }
  }

  current(): Current | null {
    const file = path.join(this.#folder, 'current.json');
    return existsSync(file) ? Current.parse(JSON.parse(readFileSync(file, 'utf8'))) : null;
  }

  keepCurrent(current: Current): void {
    this.#write(path.join(this.#folder, 'current.json'), JSON.stringify(current));
  }

  #accounts(): string[] {
    return readdirSync(this.#folder).filter((name) => AccountId.safeParse(name).success);
  }

  #stored(account: string): Stored | null {
    const file = this.fileOf(account);
    return existsSync(file) ? (decodeCbor(readFileSync(file)) as Stored) : null;
  }

  /** Another process may write the same at the same time. */
  #write(file: string, content: string | Uint8Array): void {
    const fresh = `${file}.${process.pid}.new`;
    writeFileSync(fresh, content, { mode: 0o600, flush: true });
    renameSync(fresh, file);
  }
}
