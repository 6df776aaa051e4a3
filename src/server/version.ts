import fs from 'node:fs';

/** The package's own manifest: two folders up from the sources, one from the built command. */
const [manifest] = ['../package.json', '../../package.json']
  .map((place) => new URL(place, import.meta.url))
  .filter((place) => fs.existsSync(place));

export const VERSION: string = manifest ? versionIn(fs.readFileSync(manifest, 'utf8')) : '0.0.0';

function versionIn(text: string): string {
  const { version } = JSON.parse(text) as { version: string };
  return version;
}
