import { askServer } from '../../src/cli/adminSocket.ts';

/** A one-time link's token, as `waxwing admin` on the server's machine gives it. */
export async function adminLink(server: { readonly data: string }, request: object): Promise<string> {
  const { link } = (await askServer(server.data, request)) as { link: string };
  return new URL(link).hash.slice(1);
}
