import type { AdminDevice, AdminLink, AdminPerson, PeopleCounts } from '../../../protocol/api/adminPeople.ts';
import { limits } from '../../../protocol/limits.ts';
import type { Online } from '../online.ts';
import type { CertificateStore, Clock, KeyStore, LinkStore, PeopleStore, SeenAccount, SshKeyStore } from '../ports.ts';
import { Refusal } from '../refusal.ts';
import type { Admin } from '../admin.ts';

interface Given {
  readonly admin: Pick<Admin, 'named'>;
  readonly people: PeopleStore;
  readonly keys: Pick<KeyStore, 'devices'>;
  readonly certificates: Pick<CertificateStore, 'of'>;
  readonly sshKeys: Pick<SshKeyStore, 'of'>;
  readonly links: Pick<LinkStore, 'open'>;
  readonly online: Online;
  readonly clock: Clock;
}

interface Asked {
  readonly find?: string | undefined;
  readonly state?: AdminPerson['state'] | undefined;
  readonly after?: string | undefined;
}

export type AdministeredPeople = ReturnType<typeof createAdministeredPeople>;

/** Who has an account here, as admins look at them: never a whole list at once. */
export function createAdministeredPeople(given: Given) {
  const { admin, people, keys, certificates, sshKeys, links, online, clock } = given;

  const shown = ({ username, displayName, role, state, createdAt, seenAt, no, devices, account }: SeenAccount) => ({
    username,
    displayName,
    role,
    state,
    createdAt,
    seenAt,
    online: online.has(no),
    devices,
    hasKeys: account !== null,
  });

  return {
    async page({ find = '', state, after }: Asked): Promise<{
      people: AdminPerson[];
      next: string | null;
      counts: PeopleCounts;
    }> {
      const page = { find: find === '' ? null : find, state: state ?? null, after: after ?? null };
      const found = await people.page({ ...page, limit: limits.peoplePage + 1 });
      const some = found.slice(0, limits.peoplePage);
      const next = found.length > some.length ? (some.at(-1)?.username ?? null) : null;
      const counts = { ...(await people.totals()).people, online: online.size };
      return { people: some.map(shown), next, counts };
    },

    /** @throws Refusal not_found */
    async one(username: string): Promise<AdminPerson> {
      const found = await people.seen((await admin.named(username)).no);
      if (!found) throw new Refusal('not_found');
      return shown(found);
    },

    /** What somebody logs in with. @throws Refusal not_found */
    async devices(username: string): Promise<{ devices: AdminDevice[]; certificates: number; sshKeys: number }> {
      const { no } = await admin.named(username);
      const [devices, good, ssh] = await Promise.all([
        keys.devices(no),
        certificates.of(no, clock.now()),
        sshKeys.of(no),
      ]);
      return {
        devices: devices.flatMap(({ device, label, state, addedAt, seenAt }) =>
          state === 'removed' ? [] : [{ device, label, state, addedAt, seenAt }],
        ),
        certificates: good.length,
        sshKeys: ssh.length,
      };
    },

    async links(): Promise<AdminLink[]> {
      const open = await links.open(clock.now());
      return open
        .flatMap(({ kind, ...link }) => (kind === 'setup' ? [] : [{ kind, ...link }]))
        .slice(0, limits.linksShown);
    },
  };
}
