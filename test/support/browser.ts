// Which browser the tests drive, and how it is started: one that is named or installed, else the one from the lockfile,
// unpacked once into .cache. Run as a program it provides the browser and says which.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const INSTALLED = '/usr/bin/chromium';
const ARCHIVES = ['chromium.br', 'fonts.tar.br', 'swiftshader.tar.br', 'al2023.tar.br'];
const SANS = ['system-ui', 'ui-sans-serif', 'sans-serif'];
const ARGS = [
  '--no-sandbox',
  '--headless',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
];

export interface BrowserLaunch {
  executablePath: string;
  args: string[];
  env: Record<string, string>;
}

/** How to launch the browser that `provideBrowser` provides. */
export function browserLaunch(): BrowserLaunch {
  const executablePath = browserAtHand();
  if (executablePath !== undefined) return { executablePath, args: ARGS, env: definedEnvironment() };
  const folder = unpackedFolder();
  const libraries = [path.join(folder, 'al2023/lib'), process.env['LD_LIBRARY_PATH']].filter(Boolean).join(':');
  return {
    executablePath: path.join(folder, 'chromium'),
    args: ARGS,
    env: { ...definedEnvironment(), LD_LIBRARY_PATH: libraries, FONTCONFIG_FILE: path.join(folder, 'fonts.conf') },
  };
}

export default async function provideBrowser(): Promise<void> {
  const folder = unpackedFolder();
  if (browserAtHand() !== undefined) return;
  if (fs.existsSync(folder)) return fs.writeFileSync(path.join(folder, 'fonts.conf'), fontsConfig(folder));
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(`no browser for ${process.platform}-${process.arch}: name a Chromium with CHROMIUM_PATH`);
  }
  const unfinished = `${folder}.${process.pid}`;
  fs.mkdirSync(unfinished, { recursive: true });
  await unpackInto(unfinished);
  fs.writeFileSync(path.join(unfinished, 'fonts.conf'), fontsConfig(folder));
  try {
    fs.renameSync(unfinished, folder);
  } catch (error) {
    fs.rmSync(unfinished, { recursive: true, force: true });
    if (!fs.existsSync(folder)) throw error;
  }
}

function browserAtHand(): string | undefined {
  const named = process.env['CHROMIUM_PATH'];
  if (named) return named;
  return fs.existsSync(INSTALLED) ? INSTALLED : undefined;
}

function packageFolder(): string {
  return path.resolve(path.dirname(fileURLToPath(import.meta.resolve('@sparticuz/chromium'))), '..');
}

function unpackedFolder(): string {
  const { version } = JSON.parse(fs.readFileSync(path.join(packageFolder(), 'package.json'), 'utf8')) as {
    version: string;
  };
  return path.join(root, '.cache', `chromium-${version}`);
}

/** The package unpacks into the temporary folder, wherever that is. */
async function unpackInto(folder: string): Promise<void> {
  const { inflate } = await import('@sparticuz/chromium');
  const before = process.env['TMPDIR'];
  process.env['TMPDIR'] = folder;
  try {
    await Promise.all(ARCHIVES.map((archive) => inflate(path.join(packageFolder(), 'bin', archive))));
  } finally {
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
  }
}

function fontsConfig(folder: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${folder}/fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${folder}/fonts-cache</cachedir>
${SANS.map((family) => alias(family, 'Open Sans')).join('\n')}
</fontconfig>
`;
}

/** Without it a weight that the family has not is looked for in any other. */
function alias(family: string, meant: string): string {
  return `  <alias binding="same"><family>${family}</family><prefer><family>${meant}</family></prefer></alias>`;
}

function definedEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

if (import.meta.main) {
  await provideBrowser();
  console.log(`tests use the browser ${browserLaunch().executablePath}`);
}
