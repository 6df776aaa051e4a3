// Confines itself to a folder, and then tries everything to leave something outside. Prints what worked, as JSON.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Worker } from 'node:worker_threads';
import { confine } from '../../src/cli/confine.ts';

const [inside = '', outside = '', isConfined] = process.argv.slice(2);
const at = (name: string) => path.join(outside, name);

if (isConfined === undefined) {
  const works = confine({ folders: [inside], files: ['/dev/null'] }) > 0;
  const self = [process.execPath, ...process.execArgv, import.meta.filename, inside, outside];
  process.execve?.(process.execPath, [...self, works ? 'confined' : 'unconfined']);
}

const attempts: Record<string, () => unknown> = {
  'inside: a file': () => fs.writeFileSync(path.join(inside, 'mine'), 'mine'),
  'inside: a database': () => new DatabaseSync(path.join(inside, 'mine.db')).exec('CREATE TABLE t (a)'),
  'inside: /dev/null': () => fs.writeFileSync('/dev/null', 'x'),
  'outside: reading': () => fs.readFileSync(at('theirs')),
  'a file': () => fs.writeFileSync(at('new'), 'x'),
  'their file': () => fs.appendFileSync(at('theirs'), 'x'),
  'cutting it': () => fs.truncateSync(at('theirs')),
  'removing it': () => fs.rmSync(at('theirs')),
  'a folder': () => fs.mkdirSync(at('folder')),
  'moving it in': () => fs.renameSync(at('theirs'), path.join(inside, 'stolen')),
  'moving out': () => fs.renameSync(path.join(inside, 'mine'), at('moved')),
  'a hard link': () => fs.linkSync(path.join(inside, 'mine'), at('linked')),
  'a symbolic link outside': () => fs.symlinkSync('/etc/passwd', at('symbolic')),
  'through a symbolic link inside': () => {
    fs.symlinkSync(at('theirs'), path.join(inside, 'way-out'));
    fs.appendFileSync(path.join(inside, 'way-out'), 'x');
  },
  'a database outside': () => new DatabaseSync(at('new.db')).exec('CREATE TABLE t (a)'),
  'a database attached': () => {
    const database = new DatabaseSync(path.join(inside, 'mine.db'));
    database.exec(`ATTACH '${at('attached.db')}' AS other; CREATE TABLE other.t (a)`);
  },
  'a database copied': () => new DatabaseSync(path.join(inside, 'mine.db')).exec(`VACUUM INTO '${at('copy.db')}'`),
  'another program': () => execFileSync('sh', ['-c', `echo x > '${at('shell')}'`], { stdio: 'ignore' }),
};

const worked: string[] = [];
for (const [name, attempt] of Object.entries(attempts)) {
  try {
    attempt();
    worked.push(name);
  } catch {
    // It did not.
  }
}
const inThread = new Worker(`require('node:fs').writeFileSync(${JSON.stringify(at('thread'))}, 'x')`, { eval: true });
inThread.on('error', () => undefined);
inThread.on('exit', (code) => {
  if (code === 0) worked.push('a thread');
  process.stdout.write(JSON.stringify({ isConfined, worked }));
});
