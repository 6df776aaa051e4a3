import type { Item, PersonView } from '../api.ts';

/**
 * Between what was said it is told that the other one has added devices. No entry says so: it is in their chain, and stands where
 * this device has heard of it.
 * @param came UTC milliseconds, in order
 * @param isEnd what comes after the last item belongs here, too
 */
export function withDeviceEvents(
  items: readonly Item[],
  { person, came, isEnd }: { readonly person: PersonView; readonly came: readonly number[]; readonly isEnd: boolean },
): readonly Item[] {
  const told = came.filter((at) => at >= (items[0]?.at ?? Infinity)).map((at) => eventOf(person, at));
  if (told.length === 0) return items;
  const laid: Item[] = [];
  for (const item of items) {
    while (laid.length > 0 && told[0] && told[0].at < item.at) laid.push(...told.splice(0, 1));
    laid.push(item);
  }
  return isEnd ? [...laid, ...told] : laid;
}

const eventOf = (author: PersonView, at: number): Item => ({
  key: `device-${at}`,
  seq: null,
  mine: false,
  author,
  at,
  state: 'received',
  failure: null,
  body: { type: 'event', event: 'device_added', name: author.displayName },
  reply: null,
  reactions: [],
  blocked: false,
  progress: null,
  gapBefore: false,
});
