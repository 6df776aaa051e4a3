import { limits } from '../../protocol/limits.ts';
import { oneTime } from './oneTime.ts';
import type { Clock, Random } from './ports.ts';

const MOST = 50_000;

export type Tickets = ReturnType<typeof createTickets>;

/** What opens a socket once: the session that asked for it, and from where. */
export const createTickets = (clock: Clock, random: Random) =>
  oneTime<{ tokenHash: Uint8Array; from: string }>(clock, random, { lifetime: limits.ticketLifetime, most: MOST });
