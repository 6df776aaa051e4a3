import type { AccountNo, AccountStore } from './ports.ts';
import { Refusal } from './refusal.ts';

/** @throws Refusal invalid: nobody active has that name, which `field` tells */
export async function accountsNamed(
  accounts: Pick<AccountStore, 'byName'>,
  names: readonly string[],
): Promise<AccountNo[]> {
  const found = await Promise.all(names.map((name) => accounts.byName(name)));
  return found.map((account, at) => {
    if (account?.state !== 'active') throw new Refusal('invalid', { field: names[at] ?? '' });
    return account.no;
  });
}
