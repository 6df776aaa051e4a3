import type { Item, Reaction, Version } from '../../../src/client/api.ts';
import { people } from './people.ts';

export function versionsOf({ at, body }: Item): Version[] {
  const text = body.type === 'text' ? body.text : '';
  return [
    { text: 'Yes, five minutes ago. All four pages need signatures.', at },
    { text, at: at + 95_000 },
  ];
}

export function reacted(reactions: readonly Reaction[], emoji: string, on: boolean): Reaction[] {
  const known = reactions.find((one) => one.emoji === emoji) ?? { emoji, people: [], mine: false };
  const others = known.people.filter(({ account }) => account !== people.amara.account);
  const next = { emoji, people: on ? [...others, people.amara] : others, mine: on };
  const all = reactions.some((one) => one.emoji === emoji)
    ? reactions.map((one) => (one.emoji === emoji ? next : one))
    : [...reactions, next];
  return all.filter((one) => one.people.length > 0);
}
