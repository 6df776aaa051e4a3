import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const built = fileURLToPath(new URL('../../../dist/web', import.meta.url));

/** A folder of pages that a server shows, which a later build of the app can take the place of. */
export interface Pages {
  readonly folder: string;
  /**
   * From now on (a server reads them at its start) it is another build: every script has another name. `broken`: a file that
   * it shall keep is another than it says.
   */
  replace(build: string, options?: { readonly broken: boolean }): void;
  remove(): void;
}

/** The pages as they are built; the document says which build it is, in `data-build`. */
export function copyOfPages(): Pages {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'waxwing-build-'));
  const replace: Pages['replace'] = (build, { broken } = { broken: false }) => {
    fs.rmSync(folder, { recursive: true });
    fs.cpSync(built, folder, { recursive: true });
    makeAnother(folder, build);
    if (broken) fs.appendFileSync(path.join(folder, 'theme.js'), '// and more');
  };
  replace('first');
  return { folder, replace, remove: () => fs.rmSync(folder, { recursive: true }) };
}

function makeAnother(folder: string, build: string): void {
  const scripts = fs.readdirSync(path.join(folder, 'assets')).filter((name) => name.endsWith('.js'));
  const renamed = scripts.map((name) => [name, name.replace(/\.js$/, `-${build}.js`)] as const);
  for (const [before, after] of renamed) fs.renameSync(asset(folder, before), asset(folder, after));
  const texts = [...renamed.map(([, after]) => `assets/${after}`), 'index.html', 'sw.js'];
  for (const file of texts) {
    rewrite(path.join(folder, file), (text) =>
      renamed.reduce((all, [before, after]) => all.replaceAll(before, after), text),
    );
  }
  rewrite(path.join(folder, 'index.html'), (text) => text.replace('<html ', `<html data-build="${build}" `));
  rewrite(path.join(folder, 'sw.js'), (text) => text.replace(/(new \w+\(`)\w+(`,\[\[`\/assets)/, `$1${build}$2`));
  withItsHashes(folder);
}

/** The service worker names the files of the folder as they are now. */
export function withItsHashes(folder: string): void {
  rewrite(path.join(folder, 'sw.js'), (text) =>
    text.replaceAll(/\[`([^`]+)`,`sha256-[^`]+`\]/g, (_all, address: string) => {
      const bytes = fs.readFileSync(path.join(folder, address));
      return `[\`${address}\`,\`sha256-${createHash('sha256').update(bytes).digest('base64')}\`]`;
    }),
  );
}

export function rewrite(file: string, change: (text: string) => string): void {
  fs.writeFileSync(file, change(fs.readFileSync(file, 'utf8')));
}

const asset = (folder: string, name: string): string => path.join(folder, 'assets', name);
