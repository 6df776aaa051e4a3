/** What is answered by doors of its own, or is a file; never the app's page. */
const SYSTEM = /^\/(api|v1|public|contact|ingest|metrics|healthz|readyz|assets|icons|embed|\.well-known)(\/|$)/;

/** Pages of people, rooms and machines, whose names may have a dot in them. */
const NAMED = /^\/(u|rooms|streams|admin)\/./;

/**
 * Whether an address (a path, without query and fragment) is a page of the app, which all get its one document: no dot in
 * the last part but in a name, and none of the system's. The server and the service worker both go by it.
 */
export function isPage(address: string): boolean {
  return !SYSTEM.test(address) && (NAMED.test(address) || !address.slice(address.lastIndexOf('/')).includes('.'));
}
