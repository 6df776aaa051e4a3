// Runs a program in place of this one: same terminal, same signals, same end. No dependencies, runs on Node 20.
import { spawn } from 'node:child_process';
import fs from 'node:fs';

const FORWARDED = ['SIGTERM', 'SIGHUP', 'SIGINT', 'SIGUSR2'];

/** Resolves with the exit status; ends this process by the same signal if one ended the program. */
export function handOver(command, args, { env = process.env, stopWithParent = false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: 'inherit', env });
    // A terminal sends its Ctrl+C to the whole group: forwarding it too would look like a second, impatient one.
    const forward = (signal) => {
      if (!(signal === 'SIGINT' && process.stdin.isTTY)) child.kill(signal);
    };
    for (const signal of FORWARDED) process.on(signal, forward);
    const watch = stopWithParent ? watchParent(() => child.kill('SIGTERM')) : undefined;

    const finish = () => {
      clearInterval(watch);
      for (const signal of FORWARDED) process.off(signal, forward);
    };
    child.once('error', (error) => {
      finish();
      process.stderr.write(`waxwing: cannot run ${command}: ${error.message}\n`);
      resolve(1);
    });
    child.once('exit', (status, signal) => {
      finish();
      if (signal) process.kill(process.pid, signal);
      resolve(status ?? 1);
    });
  });
}

/** npm does not always pass a stop signal on: it just goes away, and a shell between may stay. Then this has to stop too. */
function watchParent(stop) {
  const before = ancestors();
  const watch = setInterval(() => {
    if (ancestors() === before) return;
    clearInterval(watch);
    stop();
  }, 250);
  return watch;
}

/** The parent and, where the system tells it and a shell may stand between, the parent's parent. */
function ancestors() {
  const parent = process.ppid;
  if (!process.env.npm_lifecycle_event) return `${parent}`;
  try {
    const [, afterName] = fs.readFileSync(`/proc/${parent}/stat`, 'utf8').split(/\) (?=[A-Z] )/);
    return `${parent} ${afterName.split(' ')[1]}`;
  } catch {
    return `${parent}`;
  }
}
