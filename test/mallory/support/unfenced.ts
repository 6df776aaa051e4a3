// The server without its launcher: what the fence is worth is what code in it can do here.
import { configFrom } from '../../../src/server/config.ts';
import { createServer } from '../../../src/server/createServer.ts';

const data = process.argv[process.argv.indexOf('--data') + 1] ?? '';
const { origin } = await createServer({ config: configFrom({ data, port: '0', 'tls-port': 'off', log: 'silent' }) });
process.stdout.write(`Waxwing is ready: ${origin}\n`);
