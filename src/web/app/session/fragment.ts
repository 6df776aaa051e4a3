let taken: { path: string; token: string } | null = null;

/**
 * The secret behind `#` of a link. It is taken out of the address at once, so that it stays in no history and goes to no
 * server, and is kept in memory while the page lives.
 */
export function linkToken(): string | null {
  const { pathname, hash, search } = location;
  if (hash.length > 1) {
    taken = { path: pathname, token: hash.slice(1) };
    history.replaceState(history.state, '', pathname + search);
  }
  return taken?.path === pathname ? taken.token : null;
}
