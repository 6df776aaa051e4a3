import { toBase64url } from '../../protocol/base64url.ts';
import type { Clock, Random } from './ports.ts';

/** Random tokens that are good once and for a while: log-ins under way, proofs, challenges, tickets. */
export interface OneTime<Value> {
  issue(value: Value): string;
  /** The token's value, the first time and before its end. */
  take(token: string): Value | undefined;
}

export interface OneTimeBounds {
  readonly lifetime: number;
  /** Beyond this the oldest is forgotten. */
  readonly most: number;
}

export function oneTime<Value>(clock: Clock, random: Random, { lifetime, most }: OneTimeBounds): OneTime<Value> {
  // In order of their ends, because all live equally long.
  const issued = new Map<string, { value: Value; endsAt: number }>();

  const forgetOld = (): void => {
    const now = clock.now();
    for (const [token, { endsAt }] of issued) {
      if (endsAt > now && issued.size < most) return;
      issued.delete(token);
    }
  };

  return {
    issue(value) {
      forgetOld();
      const token = toBase64url(random(32));
      issued.set(token, { value, endsAt: clock.now() + lifetime });
      return token;
    },
    take(token) {
      const found = issued.get(token);
      issued.delete(token);
      return found && found.endsAt > clock.now() ? found.value : undefined;
    },
  };
}
