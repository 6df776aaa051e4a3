// Code in the server's process, as a hole in a package would bring it: loaded with `--import`. It waits until the data folder
// says what to attack, tries every way out, and leaves there what came of each.
import fs from 'node:fs';
import path from 'node:path';
import { isMainThread } from 'node:worker_threads';
import { sight, waysOut, type Scene } from './waysOut.ts';

/** Ways by which something outside changed, and those that were refused nothing. */
export interface Outcome {
  readonly changed: readonly string[];
  readonly worked: readonly string[];
  readonly refused: Readonly<Record<string, string>>;
}

const data = process.argv[process.argv.indexOf('--data') + 1] ?? '';
const order = path.join(data, 'attack.json');

if (isMainThread && process.argv.includes('--data')) {
  const waiting = setInterval(() => {
    if (!fs.existsSync(order)) return;
    clearInterval(waiting);
    void attack(JSON.parse(fs.readFileSync(order, 'utf8')) as Scene);
  }, 20);
  waiting.unref();
}

async function attack(scene: Scene): Promise<void> {
  const changed: string[] = [];
  const worked: string[] = [];
  const refused: Record<string, string> = {};
  fs.mkdirSync(scene.inside);
  let before = sight(scene);
  for (const [name, way] of Object.entries(waysOut)) {
    try {
      await way(scene);
      worked.push(name);
    } catch (error) {
      refused[name] = (error as NodeJS.ErrnoException).code ?? (error as Error).message;
    }
    const after = sight(scene);
    if (after !== before) changed.push(name);
    before = after;
  }
  fs.writeFileSync(`${order}.new`, JSON.stringify({ changed, worked, refused } satisfies Outcome));
  fs.renameSync(`${order}.new`, path.join(data, 'outcome.json'));
}
