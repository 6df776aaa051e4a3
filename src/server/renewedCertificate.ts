import fs from 'node:fs';
import type { Config } from './config.ts';
import type { Clock } from './core/ports.ts';
import type { Log } from './doors/log.ts';

const LOOKED_AT_EVERY = 60_000;

type Shown = NonNullable<Config['tls']>;

interface Given {
  readonly tls: Shown;
  readonly clock: Clock;
  readonly log: Log;
  /** Shows another one to whoever comes next. @throws what is wrong with it, with nothing changed */
  readonly show: (pair: Pick<Shown, 'cert' | 'key'>) => void;
}

/** Looks at the files of certificate and key each minute, so that a renewal needs no restart. Answers how to stop. */
export function followCertificate({ tls, clock, log, show }: Given): () => void {
  let last = `${tls.cert}${tls.key}`;
  const look = (): void => {
    try {
      const [cert = '', key = ''] = [tls.files.cert, tls.files.key].map((file) => fs.readFileSync(file, 'utf8'));
      if (cert + key === last) return;
      last = cert + key;
      show({ cert, key });
      log.info({}, 'certificate renewed');
    } catch (error) {
      log.warn({ err: error }, 'the certificate stays as it was');
    }
  };
  const wait = (): (() => void) =>
    clock.after(LOOKED_AT_EVERY, () => {
      cancel = wait();
      look();
    });
  let cancel = wait();
  return () => cancel();
}
