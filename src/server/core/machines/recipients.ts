import { toBase64url } from '../../../protocol/base64url.ts';
import type { Person } from '../../../protocol/api/account.ts';
import { limits } from '../../../protocol/limits.ts';
import type { Recipients } from '../../../protocol/recipients.ts';
import type { Chains } from '../chains.ts';
import type { FollowerStore, KeyStore, StoredAccount, StoredMachine } from '../ports.ts';
import { Refusal } from '../refusal.ts';
import { personOf } from '../wire.ts';
import type { KnownMachines } from './known.ts';

interface Given {
  readonly instance: string;
  readonly known: KnownMachines;
  readonly followers: Pick<FollowerStore, 'followers'>;
  readonly keys: Pick<KeyStore, 'chain'>;
  readonly chains: Chains;
}

export type MachineRecipients = ReturnType<typeof createMachineRecipients>;

/** To whom a machine may seal: those who follow it. It learns of nobody else. */
export function createMachineRecipients({ instance, known, followers, keys, chains }: Given) {
  const holder = async (token: string, name: string): Promise<StoredMachine> => {
    const { machine } = await known.holder(token);
    if (machine.name !== name) throw new Refusal('forbidden');
    return machine;
  };

  /** One more than may be sealed to. */
  const followersOf = ({ no }: StoredMachine): Promise<StoredAccount[]> =>
    followers.followers(no, { after: null, limit: limits.sealedRecipients + 1 });

  return {
    /** @throws Refusal invalid_token, forbidden */
    async list(token: string, name: string): Promise<Recipients> {
      const found = await followersOf(await holder(token, name));
      const some = found.slice(0, limits.sealedRecipients);
      const people = await Promise.all(
        some.map(async (account) => {
          const chain = await chains.of(account.no);
          return chain ? personOf(account, chain) : null;
        }),
      );
      return {
        instance,
        followers: people.filter((person) => person !== null),
        keyless: some.filter((_account, at) => people[at] === null).map(({ username }) => username),
        more: found.length > some.length,
      };
    },

    /** A page of a follower's chain. @throws Refusal invalid_token, forbidden, not_found */
    async chain(
      token: string,
      name: string,
      id: string,
      after: number,
    ): Promise<{ person: Person; entries: string[] }> {
      const found = await followersOf(await holder(token, name));
      const account = found.find((each) => each.account === id);
      const chain = account && (await chains.of(account.no));
      if (!chain) throw new Refusal('not_found');
      const entries = await keys.chain(account.no, after, limits.chainPage);
      return { person: personOf(account, chain), entries: entries.map(({ entry }) => toBase64url(entry)) };
    },
  };
}
