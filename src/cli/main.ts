import { ConfigError } from '../server/configError.ts';
import { commandNamed, helpOn } from './commands.ts';
import { UsageError, complain } from './usage.ts';

process.exitCode = await main(process.argv.slice(2));

/** Answers the exit status: 0 done, 1 failed, 2 wrong usage. Errors are one line on standard error. */
async function main([name = 'help', ...args]: readonly string[]): Promise<number> {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    // Whoever read the output has had enough, as `head` has. A server goes on without.
    if (name !== 'serve') process.exit();
  });
  const asksForHelp = args.includes('--help') || args.includes('-h');
  try {
    if (name === '--help' || name === '-h') return await helpOn([]);
    if (name === '--version' || name === '-v') return await (await commandNamed('version')).run([]);
    return await (asksForHelp ? helpOn([name]) : (await commandNamed(name)).run(args));
  } catch (error) {
    complain(error instanceof Error ? error.message : String(error));
    return error instanceof UsageError || error instanceof ConfigError ? 2 : 1;
  }
}
