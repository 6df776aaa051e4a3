import type { AccountNo } from './ports.ts';

/** How the ids of such conversations begin, and none that the wire takes. */
export const LINE = 'line/';

/** The one of these two accounts, whichever comes first. */
export const lineConversation = (one: AccountNo, other: AccountNo): string =>
  `${LINE}${Math.min(one, other)}/${Math.max(one, other)}`;
