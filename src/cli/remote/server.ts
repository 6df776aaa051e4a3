import { UsageError } from '../usage.ts';

export const DEFAULT_SERVER = 'http://localhost:9290';

/** The server that `--server` names. @throws UsageError */
export function serverAt(typed: string): URL {
  const url = URL.parse(typed);
  if (!url || !/^https?:$/.test(url.protocol) || url.pathname !== '/' || url.username || url.search)
    throw new UsageError('--server wants an address as https://chat.example.org');
  return url;
}
