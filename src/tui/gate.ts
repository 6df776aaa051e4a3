import type { Client, Failure } from '../client/api.ts';
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

/** Waits for the first word of the server. Answers why that account is not online, or null. */
export function entering(client: Client): Promise<string | null> {
  return new Promise((resolve) => {
    const stop = client.watch(({ phase, connection, ended }) => {
      const why =
        phase === 'outdated'
          ? words.outdated
          : phase === 'out'
            ? words.failed(words.ended[ended ?? 'expired'])
            : connection === 'offline'
              ? words.failed(failureWords({ code: 'offline' }))
              : null;
      if (why === null && connection !== 'online') return;
      queueMicrotask(() => stop());
      resolve(why);
    });
  });
}
