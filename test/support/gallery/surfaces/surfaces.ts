import { administration } from './administration.tsx';
import { conversations } from './conversations.tsx';
import { machines } from './machines.tsx';
import { people } from './people.tsx';
import type { Surface } from './surface.ts';

/** Every place that shows what others wrote. A new one is a line in its table. */
export const surfaces: readonly Surface[] = [...conversations, ...people, ...machines, ...administration];
