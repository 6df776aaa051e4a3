import type { SettingName } from '../../protocol/serverSettings.ts';
import type { Clock } from './ports.ts';
import { recentlyUsed, type RecentlyUsed } from './recentlyUsed.ts';
import { Refusal } from './refusal.ts';

/** `burst` at once, and then so many a minute. */
export interface Rate {
  readonly burst: number;
  readonly perMinute: number;
}

const GIB = 1024 ** 3;

/** How often one address, account or machine may do a thing; the first word says which of them. */
export const defaultRates = {
  'address: request': { burst: 1200, perMinute: 6000 },
  'address: start registration': { burst: 30, perMinute: 30 },
  'address: registration': { burst: 30, perMinute: 30 },
  'address: log-in': { burst: 90, perMinute: 60 },
  'address: recovery': { burst: 30, perMinute: 30 },
  'address: reset': { burst: 20, perMinute: 10 },
  'address: reset chain': { burst: 200, perMinute: 100 },
  /** New devices that ask to be linked. */
  'address: linking': { burst: 30, perMinute: 10 },
  'address: link': { burst: 30, perMinute: 30 },
  /** From addresses that have not yet succeeded: many machines guessing at one account get 100 guesses in an hour. */
  'account: log-in from elsewhere': { burst: 60, perMinute: 40 / 60 },
  /** Each answer helps whoever guesses at the account's password. */
  'account: password': { burst: 10, perMinute: 2 },
  /** Codes of new devices that somebody types: some of them wrong. */
  'account: linking': { burst: 20, perMinute: 4 },
  'account: certificate': { burst: 20, perMinute: 2 },
  'account: SSH keys': { burst: 30, perMinute: 10 },
  'account: push': { burst: 60, perMinute: 10 },
  'account: send': { burst: 600, perMinute: 3000 },
  /** A hundred in a day: a chain stays for ever, and everybody who meets the account verifies all of it. */
  'account: chain': { burst: 100, perMinute: 100 / (24 * 60) },
  'account: epoch': { burst: 1000, perMinute: 600 },
  /** Everybody in the conversation looks whether they can help. */
  'account: slot': { burst: 200, perMinute: 20 },
  'account: start conversation': { burst: 100, perMinute: 60 },
  'account: read': { burst: 3000, perMinute: 6000 },
  'account: look up': { burst: 300, perMinute: 120 },
  /** Connections of the line protocol, lines of one of them, and of all of an account. */
  'address: line': { burst: 300, perMinute: 300 },
  'line: line': { burst: 200, perMinute: 1200 },
  'account: line': { burst: 200, perMinute: 1200 },
  /** What machines send; a hundred times as much in each. */
  'address: ingest': { burst: 6000, perMinute: 60_000 },
  /** What one machine may store: 100,000 records a second, and 10 GiB of messages a day. */
  'machine: record': { burst: 1_000_000, perMinute: 6_000_000 },
  'machine: byte': { burst: 10 * GIB, perMinute: (10 * GIB) / (24 * 60) },
  'address: enrol': { burst: 120, perMinute: 60 },
  /** What visitors write: with a proof of work behind it, and without. */
  'address: comment': { burst: 120, perMinute: 120 },
  'address: comment without proof': { burst: 60, perMinute: 60 },
  'thread: comment': { burst: 300, perMinute: 60 },
  'thread: comment without proof': { burst: 120, perMinute: 60 },
  /** Conversations that visitors begin by a contact form: a thousand a day in one form. */
  'address: contact': { burst: 60, perMinute: 60 },
  'thread: contact': { burst: 200, perMinute: 1000 / (24 * 60) },
  /** Pages of private links look for answers by themselves. */
  'address: contact read': { burst: 240, perMinute: 240 },
  'contact: line': { burst: 20, perMinute: 4 },
  'socket: frame': { burst: 2000, perMinute: 12_000 },
} as const satisfies Record<string, Rate>;

/** What an admin has set takes the place of these: so many a minute. */
const turnedBy: { readonly [Name in keyof typeof defaultRates]?: SettingName } = {
  'account: send': 'messages-per-minute',
  'address: start registration': 'registrations-per-minute',
  'address: registration': 'registrations-per-minute',
  'address: log-in': 'log-ins-per-minute',
  'thread: comment': 'comments-per-minute',
};

export type RateName = keyof typeof defaultRates;

interface Bucket {
  tokens: number;
  at: number;
}

/** So many buckets of each name are remembered; a forgotten one is full again. */
const MOST_BUCKETS = 50_000;

export type Rates = ReturnType<typeof createRates>;

/**
 * Token buckets in memory.
 * @param chosen what an admin has set; undefined: nothing
 */
export function createRates(
  clock: Clock,
  changed: Partial<Record<RateName, Rate>> = {},
  chosen: (name: SettingName) => number | undefined = () => undefined,
) {
  const rates: Record<RateName, Rate> = { ...defaultRates, ...changed };
  const buckets = Object.fromEntries(Object.keys(rates).map((name) => [name, recentlyUsed(MOST_BUCKETS)])) as Record<
    RateName,
    RecentlyUsed<string | number, Bucket>
  >;

  const rateOf = (name: RateName): Rate => {
    const setting = turnedBy[name];
    const perMinute = setting && chosen(setting);
    return perMinute === undefined ? rates[name] : { burst: perMinute, perMinute };
  };

  /** Takes so many tokens, or none and answers how many milliseconds until there are so many. */
  const take = (name: RateName, key: string | number, count = 1): number => {
    const { burst, perMinute } = rateOf(name);
    const perMs = perMinute / 60_000;
    const now = clock.now();
    let bucket = buckets[name].get(key);
    if (!bucket) {
      bucket = { tokens: burst, at: now };
      buckets[name].set(key, bucket);
    }
    bucket.tokens = Math.min(burst, bucket.tokens + Math.max(0, now - bucket.at) * perMs);
    bucket.at = now;
    if (bucket.tokens < count) return (count - bucket.tokens) / perMs;
    bucket.tokens -= count;
    return 0;
  };

  return {
    take,
    /** @throws Refusal too_many_requests */
    spend(name: RateName, key: string | number, count = 1): void {
      const wait = take(name, key, count);
      if (wait > 0) throw tooMany(wait);
    },
  };
}

export function tooMany(milliseconds: number): Refusal {
  return new Refusal('too_many_requests', { retryAfter: Math.max(1, Math.ceil(milliseconds / 1000)) });
}

/** What counts as one address: an IPv4 address, or the 64 bits of an IPv6 network that one household gets. */
export function networkOf(address: string): string {
  const mapped = address.toLowerCase().replace(/^::ffff:(?=\d+\.)/, '');
  if (!mapped.includes(':')) return mapped;
  const [head = '', tail] = mapped.split('::');
  const groups = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - groups.length - after.length);
  const whole = [...groups, ...Array.from({ length: zeros }, () => '0'), ...after];
  return whole
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':');
}
