import type { Item } from '../../../client/api.ts';
import { bodyLine } from '../inbox/preview.ts';
import { t } from '../words/words.ts';
import { textOf } from './editable.ts';

/** Further up nobody is told of a change. */
const NEAR = 50;

/** What somebody else has edited or reacted to last. Null: nothing. */
export function amendedSince(before: readonly Item[], now: readonly Item[]): string | null {
  const known = new Map(before.slice(-NEAR).map((item) => [item.key, item]));
  const changes = now.slice(-NEAR).flatMap((item) => {
    const old = known.get(item.key);
    return old && old !== item ? [changeOf(old, item)] : [];
  });
  return changes.findLast((words) => words !== null) ?? null;
}

function changeOf(old: Item, item: Item): string | null {
  if (!item.mine && textOf(item) !== textOf(old) && item.body.type === 'text' && item.body.edited)
    return t('announceEdited', { name: item.author.displayName, text: bodyLine(item.body) });
  for (const { emoji, people, mine } of item.reactions) {
    const there = old.reactions.find((one) => one.emoji === emoji)?.people ?? [];
    const came = people.find(({ account }) => !there.some((one) => one.account === account));
    if (came && mine === wasMine(old, emoji)) return t('announceReaction', { name: came.displayName, emoji });
  }
  return null;
}

const wasMine = (item: Item, emoji: string): boolean => item.reactions.some((one) => one.emoji === emoji && one.mine);
