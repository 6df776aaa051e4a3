import type { WordId } from '../words/words.ts';

/** The pages for admins, by what follows `/admin` in their address. */
export const pages = [
  ['', 'adminOverview'],
  ['people', 'adminPeople'],
  ['invitations', 'adminLinks'],
  ['machines', 'adminMachines'],
  ['rooms', 'adminRooms'],
  ['limits', 'adminLimits'],
  ['audit', 'adminAudit'],
] as const satisfies readonly (readonly [path: string, name: WordId])[];

export type AdminPlace = (typeof pages)[number][0];

export const pathTo = (page: AdminPlace, name?: string): string =>
  ['/admin', page, name].filter((part) => part !== undefined && part !== '').join('/');
