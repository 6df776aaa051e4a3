import { configFrom } from '../server/config.ts';
import { restoreData } from '../server/restoring.ts';
import { sayBackupErrors } from './backupErrors.ts';
import { removedWhenInterrupted } from './interrupted.ts';
import { openingOf, openingOptions } from './opening.ts';
import { parse } from './parse.ts';
import { UsageError, print, type Command } from './usage.ts';
import { foundIn } from './verify.ts';

const options = { data: { type: 'string' }, json: { type: 'boolean' }, ...openingOptions } as const;

export const restore: Command = {
  help: `waxwing restore FILE [--data FOLDER] [--passphrase-file F | --identity-file F] [--json]

Puts a backup into an empty data folder, once all of it was checked: all or nothing. It opens with the passphrase, which is asked
for or stands in F, or with the AGE-SECRET-KEY in F. Run it as the user of the server. What came after the backup is not in it:
links, devices and sessions that were ended since are there again.`,

  async run(args) {
    const { values, flags, words } = parse(args, options);
    const [file, ...rest] = words;
    if (file === undefined || rest.length > 0) throw new UsageError('restore wants the name of one FILE');
    const { data } = configFrom({ data: values['data'] });
    const opening = await openingOf(file, values);
    let calm = (): void => undefined;
    const began = (folder: string): void => {
      calm = removedWhenInterrupted(folder);
    };
    try {
      const found = await sayBackupErrors(data, restoreData(file, opening, data, began));
      const madeAt = new Date(found.madeAt).toISOString();
      if (flags.has('json')) print(JSON.stringify({ ...found, madeAt, data }));
      else print(`restored to ${data} as it was at ${madeAt}: ${foundIn(found)}`);
      return 0;
    } finally {
      calm();
    }
  },
};
