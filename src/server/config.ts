import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { parseEnv } from 'node:util';
import { z } from 'zod';
import { isEmailAddress } from '../protocol/commentFields.ts';
import { ConfigError } from './configError.ts';

/** How a server is set up: flags, over environment, over `.env`, all checked here and nowhere else. */
export interface Config {
  /** The only folder that the server writes, absolute. */
  readonly data: string;
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly tlsPort: number | 'off';
  /** The address that people use; null: localhost at the port. */
  readonly origin: string | null;
  /** Certificate and key, PEM, and the files that they are from. */
  readonly tls: {
    readonly cert: string;
    readonly key: string;
    readonly files: { readonly cert: string; readonly key: string };
  } | null;
  readonly trustedProxies: readonly string[];
  /** Connections that may be open at a time. */
  readonly connections: number;
  /** What the server may keep in memory of its own making, beside the database's; null: what Node takes. */
  readonly heapMegabytes: number | null;
  /** What is kept of each machine's stream; null: all of it. */
  readonly streams: { readonly days: number | null; readonly bytes: number | null };
  /** Backups that the server makes by itself: whom for, milliseconds between them, how many stay; null: none. */
  readonly backups: { readonly recipient: string; readonly every: number; readonly keep: number } | null;
  /** How e-mail is sent; null: none is. */
  readonly mail: { readonly url: string; readonly from: string } | null;
  /** Whether devices that do not listen are poked through the services of their browsers' makers. */
  readonly push: boolean;
  readonly log: LogLevel;
}

export type LogLevel = z.infer<typeof LogLevel>;

const LogLevel = z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']);
const port = z.coerce.number().int().min(0).max(65_535);
const isHost = (host: string): boolean =>
  net.isIP(host) !== 0 || /^[a-zA-Z0-9]([a-zA-Z0-9.-]*[a-zA-Z0-9])?$/.test(host);
const isNetwork = (text: string): boolean => {
  const [address = '', bits, ...rest] = text.split('/');
  const longest = net.isIP(address) === 6 ? 128 : 32;
  const inRange = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= longest);
  return net.isIP(address) !== 0 && inRange && rest.length === 0;
};
const isSmtp = (text: string): boolean => /^smtps?:$/.test(URL.parse(text)?.protocol ?? '');
const isOrigin = (text: string): boolean => {
  const url = URL.parse(text);
  return url !== null && /^https?:$/.test(url.protocol) && (text === url.origin || text === `${url.origin}/`);
};

interface Setting {
  readonly schema: z.ZodType;
  /** The flag of `waxwing serve`, where there is one. */
  readonly flag?: string;
  readonly wants: string;
}

export const settings = {
  WAXWING_DATA: { schema: z.string().min(1).default('./data'), flag: 'data', wants: 'a folder' },
  WAXWING_HOST: {
    schema: z.string().refine(isHost).default('127.0.0.1'),
    flag: 'host',
    wants: 'an address or name to listen on',
  },
  WAXWING_PORT: { schema: port.default(9290), flag: 'port', wants: 'a port from 0 to 65535' },
  WAXWING_TLS_PORT: {
    schema: z.union([z.literal('off'), port]).default(9291),
    flag: 'tls-port',
    wants: 'a port from 0 to 65535, or off',
  },
  WAXWING_ORIGIN: {
    schema: z
      .string()
      .refine(isOrigin)
      .transform((text) => new URL(text).origin)
      .optional(),
    flag: 'origin',
    wants: 'an address as https://chat.example.org, without a path',
  },
  WAXWING_TLS_CERT: { schema: z.string().min(1).optional(), flag: 'tls-cert', wants: 'a file' },
  WAXWING_TLS_KEY: { schema: z.string().min(1).optional(), flag: 'tls-key', wants: 'a file' },
  WAXWING_TRUSTED_PROXIES: {
    schema: z
      .string()
      .transform((text) =>
        text
          .split(',')
          .map((each) => each.trim())
          .filter((each) => each !== ''),
      )
      .pipe(z.array(z.string().refine(isNetwork)))
      .default([]),
    flag: 'trusted-proxies',
    wants: 'addresses or networks, separated by commas',
  },
  WAXWING_CONNECTIONS: {
    schema: z.coerce.number().int().min(10).max(1_000_000).default(20_000),
    flag: 'connections',
    wants: 'a number from 10 to 1000000',
  },
  WAXWING_HEAP_MEGABYTES: {
    schema: z.coerce.number().int().min(128).max(1_000_000).optional(),
    flag: 'heap-megabytes',
    wants: 'a number from 128 to 1000000, or to be unset: as much as Node takes',
  },
  WAXWING_STREAM_DAYS: {
    schema: z.coerce.number().int().min(1).max(36_500).optional(),
    flag: 'stream-days',
    wants: 'a number of days from 1 to 36500, or to be unset: all are kept',
  },
  WAXWING_STREAM_MEGABYTES: {
    schema: z.coerce.number().int().min(1).max(100_000_000).optional(),
    flag: 'stream-megabytes',
    wants: 'a number from 1 to 100000000, or to be unset: no bound',
  },
  WAXWING_SMTP_URL: {
    schema: z.string().refine(isSmtp).optional(),
    wants: 'an address as smtps://user:password@mail.example.org',
  },
  WAXWING_SMTP_URL_FILE: { schema: z.string().min(1).optional(), wants: 'a file' },
  WAXWING_MAIL_FROM: { schema: z.string().refine(isEmailAddress).optional(), wants: 'an e-mail address' },
  WAXWING_BACKUP_RECIPIENT: {
    schema: z
      .string()
      .regex(/^age1[a-z0-9]{58,}$/)
      .optional(),
    flag: 'backup-recipient',
    wants: 'a public key of age, as age1...',
  },
  WAXWING_BACKUP_HOURS: {
    schema: z.coerce.number().min(0.05).max(500).optional(),
    flag: 'backup-hours',
    wants: 'a number of hours from 0.05 to 500',
  },
  WAXWING_BACKUP_KEEP: {
    schema: z.coerce.number().int().min(1).max(1000).optional(),
    flag: 'backup-keep',
    wants: 'a number from 1 to 1000',
  },
  WAXWING_PUSH: {
    schema: z
      .enum(['on', 'off'])
      .default('on')
      .transform((choice) => choice === 'on'),
    flag: 'push',
    wants: 'on or off',
  },
  WAXWING_LOG: { schema: LogLevel.default('info'), flag: 'log', wants: LogLevel.options.join(', ') },
  DATABASE_URL: { schema: z.undefined(), wants: 'to be unset: this version has the embedded store only' },
  NATS_URL: { schema: z.undefined(), wants: 'to be unset: this version runs as one node' },
} as const satisfies Record<string, Setting>;

type Name = keyof typeof settings;
type Values = { readonly [N in Name]: z.output<(typeof settings)[N]['schema']> };

export interface Sources {
  /** By the flag's name, without dashes in front. */
  readonly flags: Readonly<Record<string, string | undefined>>;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Text of `.env`, if there is one. */
  readonly dotenv: string | null;
  readonly cwd: string;
}

/** Reads the world: the environment and `.env` of the working directory. */
export function configFrom(flags: Sources['flags']): Config {
  const cwd = process.cwd();
  const file = path.join(cwd, '.env');
  const dotenv = fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : null;
  return readConfig({ flags, env: process.env, dotenv, cwd });
}

/** @throws ConfigError */
export function readConfig({ flags, env, dotenv, cwd }: Sources): Config {
  const below = dotenv === null ? {} : parseEnv(dotenv);
  const read = ([name, setting]: [string, Setting]): [string, unknown] => {
    const { flag = '', schema, wants } = setting;
    const byFlag = flags[flag];
    const text = byFlag ?? filled(env[name]) ?? filled(below[name]);
    const result = schema.safeParse(text);
    const said = byFlag === undefined ? name : `--${flag} (${name})`;
    // An address with a password in it does not go onto a screen or into a log.
    const shown = name.endsWith('_URL') ? 'set' : `"${text}"`;
    if (!result.success) throw new ConfigError(`${said} is ${shown}, but wants ${wants}`);
    return [name, result.data];
  };
  const values = Object.fromEntries(Object.entries<Setting>(settings).map(read)) as Values;
  const config: Config = {
    data: path.resolve(cwd, values.WAXWING_DATA),
    host: values.WAXWING_HOST,
    port: values.WAXWING_PORT,
    tlsPort: values.WAXWING_TLS_PORT,
    origin: values.WAXWING_ORIGIN ?? null,
    tls: readTls(values, cwd),
    trustedProxies: values.WAXWING_TRUSTED_PROXIES,
    connections: values.WAXWING_CONNECTIONS,
    heapMegabytes: values.WAXWING_HEAP_MEGABYTES ?? null,
    streams: {
      days: values.WAXWING_STREAM_DAYS ?? null,
      bytes: values.WAXWING_STREAM_MEGABYTES === undefined ? null : values.WAXWING_STREAM_MEGABYTES * 1_000_000,
    },
    backups: readBackups(values),
    mail: readMail(values, cwd),
    push: values.WAXWING_PUSH,
    log: values.WAXWING_LOG,
  };
  requireCover(config);
  return config;
}

/** A variable that is set to nothing is not set. */
const filled = (text: string | undefined): string | undefined => (text === '' ? undefined : text);

function readTls({ WAXWING_TLS_CERT: cert, WAXWING_TLS_KEY: key }: Values, cwd: string): Config['tls'] {
  if (cert === undefined && key === undefined) return null;
  if (cert === undefined) throw new ConfigError('WAXWING_TLS_CERT is missing beside WAXWING_TLS_KEY');
  if (key === undefined) throw new ConfigError('WAXWING_TLS_KEY is missing beside WAXWING_TLS_CERT');
  const files = { cert: path.resolve(cwd, cert), key: path.resolve(cwd, key) };
  return { cert: readText('WAXWING_TLS_CERT', files.cert), key: readText('WAXWING_TLS_KEY', files.key), files };
}

/** With its password, which does not have to stand in the environment. */
function readMail(values: Values, cwd: string): Config['mail'] {
  const { WAXWING_SMTP_URL: given, WAXWING_SMTP_URL_FILE: file, WAXWING_MAIL_FROM: from } = values;
  const url = given ?? (file && readText('WAXWING_SMTP_URL_FILE', path.resolve(cwd, file)).trim());
  if (url === undefined) return null;
  if (!isSmtp(url))
    throw new ConfigError('WAXWING_SMTP_URL_FILE holds no address as smtps://user:password@mail.example.org');
  if (from === undefined) throw new ConfigError('WAXWING_MAIL_FROM is missing beside the address of the mail server');
  return { url, from };
}

function readBackups(values: Values): Config['backups'] {
  const { WAXWING_BACKUP_RECIPIENT: recipient, WAXWING_BACKUP_HOURS: hours, WAXWING_BACKUP_KEEP: keep } = values;
  if (recipient !== undefined) return { recipient, every: (hours ?? 24) * 3600_000, keep: keep ?? 7 };
  if (hours !== undefined) throw new ConfigError('WAXWING_BACKUP_RECIPIENT is missing beside WAXWING_BACKUP_HOURS');
  if (keep !== undefined) throw new ConfigError('WAXWING_BACKUP_RECIPIENT is missing beside WAXWING_BACKUP_KEEP');
  return null;
}

function readText(name: string, file: string): string {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch (error) {
    throw new ConfigError(`${name} names ${file}, which cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
}

/** Passwords do not leave the machine uncovered. */
function requireCover({ host, tls, trustedProxies, origin }: Config): void {
  const local = host === 'localhost' || host === '::1' || (net.isIPv4(host) && host.startsWith('127.'));
  if (!local && !tls && trustedProxies.length === 0) {
    throw new ConfigError(
      `WAXWING_HOST is ${host}, which others can reach: set WAXWING_TLS_CERT and WAXWING_TLS_KEY, or WAXWING_TRUSTED_PROXIES`,
    );
  }
  if (tls && origin !== null && !origin.startsWith('https:')) {
    throw new ConfigError(`WAXWING_ORIGIN is ${origin}, but WAXWING_TLS_CERT makes it https`);
  }
}
