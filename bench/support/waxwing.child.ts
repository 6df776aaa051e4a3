// The server as it ships, with limits of rate that a load test does not reach; they are counted all the same.
//   waxwing.child.ts DATA
import { readConfig } from '../../src/server/config.ts';
import { defaultRates, type Rate, type RateName } from '../../src/server/core/rates.ts';
import { createServer } from '../../src/server/createServer.ts';
import { serveParent } from './child.ts';

const [, , data = ''] = process.argv;
const enough: Rate = { burst: 1e12, perMinute: 1e12 };
const rates = Object.fromEntries(Object.keys(defaultRates).map((name) => [name, enough])) as Record<RateName, Rate>;
const flags = { data, port: '0', 'tls-port': 'off', log: 'error', connections: '1000000' };
const server = await createServer({ config: readConfig({ flags, env: {}, dotenv: null, cwd: data }), rates });
serveParent(server, () => server.close());
