/** `/c/ID/m/KEY` or `/rooms/NAME/m/KEY`. */
const talk = /^\/(c|rooms)\/[^/]+/;

/** The address of a message of the conversation that is shown. */
export const messageLink = (key: string): string =>
  `${location.origin}${talk.exec(location.pathname)?.[0] ?? ''}/m/${key}`;

/** The path that a link in a message leads to within this app; null: it leads out of it. */
export function pathOf(link: string): string | null {
  const { origin, pathname, search, hash } = new URL(link);
  return origin === location.origin && talk.test(pathname) && search === '' && hash === '' ? pathname : null;
}
