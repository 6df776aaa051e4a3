import type { Client, ClientState, Failure } from '../client/api.ts';
import { Username } from '../protocol/ids.ts';
import { type Answer, refused } from './answers.ts';
import { failureWords, words } from './words.ts';

/** A name as the server knows it, or why it can be none. */
export function chosenName(typed: string): { ok: true; name: string } | { ok: false; why: string } {
  const name = Username.safeParse(typed);
  return name.success ? { ok: true, name: name.data } : { ok: false, why: words.noName };
}

const SHORTEST_PASSWORD = 10;

/** None is fine: then the recovery code alone opens the account. */
export function isStrong(password: string): boolean {
  return password === '' || Array.from(password).length >= SHORTEST_PASSWORD;
}

/** Why nobody came in, in the words of rows 001.1 and 001.2 where they have some. */
export function gateFailure({ code, retryAfter }: { code: Failure | 'in_use'; retryAfter?: number }): Answer {
  if (code === 'in_use') return refused(words.failed(words.alreadyLoggedIn));
  return refused(words.failed(failureWords({ code, ...(retryAfter !== undefined && { retryAfter }) })));
}

/** The first state that says whether the account is online. */
export function arrived(client: Client): Promise<ClientState> {
  return new Promise((resolve) => {
    const stop = client.watch((state) => {
      if (state.phase === 'in' && state.connection === 'connecting') return;
      queueMicrotask(() => stop());
      resolve(state);
    });
  });
}

/** Why that account is not online. */
export function whyNot({ phase, ended }: ClientState): string {
  if (phase === 'outdated') return words.outdated;
  return phase === 'out' ? words.ended[ended ?? 'expired'] : failureWords({ code: 'offline' });
}
