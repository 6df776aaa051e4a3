import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import type { AddressInfo, Server } from 'node:net';
import { opaqueReady } from '../crypto/verify/opaqueServer.ts';
import { openAuditSigning } from './auditSigning.ts';
import { createAuthority } from './authority/authority.ts';
import { openRoot, type Root } from './authority/root.ts';
import { hostsOf, startTlsIdentities } from './authority/tlsIdentity.ts';
import { createLocalBus } from './bus/local.ts';
import type { Config } from './config.ts';
import { createCore, type Core } from './createCore.ts';
import type { AuditEntry, Bus, Clock, Confinement, Random, RecordIndex, StreamStore } from './core/ports.ts';
import type { Rate, RateName } from './core/rates.ts';
import { setupToken } from './core/setup.ts';
import { openAdminDoor } from './doors/admin/adminDoor.ts';
import { registerAbout } from './doors/api/about.ts';
import { registerApi } from './doors/api/api.ts';
import { endpoints } from './doors/api/endpoints.ts';
import { createWeb, say, showCertificate } from './doors/api/web.ts';
import { registerContact } from './doors/public/contactDoor.ts';
import { registerIngest } from './doors/ingest/ingestDoor.ts';
import { openLineDoor, type LineDoor } from './doors/line/lineDoor.ts';
import { LISTEN_BACKLOG } from './doors/connections.ts';
import type { Log } from './doors/log.ts';
import { createMeasures, type Measures } from './doors/metrics/measures.ts';
import { registerMetrics } from './doors/metrics/metricsDoor.ts';
import { registerPages } from './doors/pages/pages.ts';
import { answerOneByOne } from './doors/oneByOne.ts';
import { noticeIn } from './doors/public/language.ts';
import { isOpened, sendNowhere } from './doors/public/nowhere.ts';
import { registerPublic } from './doors/public/publicDoor.ts';
import { Turns } from './doors/turns.ts';
import { siteOf, type Site } from './doors/site.ts';
import { encodeFrame } from './doors/socket/frames.ts';
import { openSocketDoor } from './doors/socket/socketDoor.ts';
import { lookAtDisk } from './dataFolder.ts';
import { createHousekeeping, type OpenDoors } from './housekeeping.ts';
import { refuseHalfRestored } from './halfRestored.ts';
import { createLog } from './logger.ts';
import { machinePasswords } from './machinePasswords.ts';
import { machineTokens } from './machineTokens.ts';
import { measuredLog, measuredStreams } from './measured.ts';
import { scheduleBackups } from './scheduledBackups.ts';
import { followCertificate } from './renewedCertificate.ts';
import { readSecrets, secretFolder } from './secrets.ts';
import { openRecordIndex } from './store/index/open.ts';
import { openSegments } from './store/segments/open.ts';
import { openSqliteStore, type SqliteStore } from './store/sqlite/open.ts';
import { openSmtp } from './smtp.ts';
import { systemClock, systemRandom } from './system.ts';
import { VERSION } from './version.ts';
import { openWebPush, type Network } from './webPush.ts';

export interface ServerOptions {
  readonly config: Config;
  /** Folder of the built web app; null: none is served. */
  readonly pages?: string | null;
  readonly clock?: Clock;
  readonly random?: Random;
  readonly log?: Log;
  /** Without it the server is started by something else than the command, which confines it. */
  readonly confinement?: Confinement;
  /** Other rates than the usual ones, for load tests. */
  readonly rates?: Partial<Record<RateName, Rate>>;
  /** Another than the internet, for tests. */
  readonly network?: Network;
}

export interface RunningServer {
  readonly origin: string;
  readonly port: number;
  /** Where the line protocol listens; null: nowhere. */
  readonly line: { readonly host: string; readonly port: number } | null;
  /** The link that makes the first admin; null once there is one. */
  readonly setupLink: string | null;
  /** Stops cleanly: whoever is connected is told, what was acknowledged is stored. */
  close(): Promise<void>;
}

/** Puts the server together and starts it. The only place that knows all rooms; tests boot the same one. */
export async function createServer(options: ServerOptions): Promise<RunningServer> {
  const { config, clock = systemClock, random = systemRandom } = options;
  const log = options.log ?? createLog(config.log);
  refuseHalfRestored(config.data);
  fs.mkdirSync(config.data, { recursive: true, mode: 0o700 });
  await opaqueReady();
  const secrets = readSecrets(config.data, random);
  const root = await openRoot(secretFolder(path.join(config.data, 'secrets', 'ca')), clock, random);
  const measures = createMeasures();
  const committed = (writes: number, seconds: number): void => {
    measures.commitWrites.observe(writes);
    measures.commitTimes.observe(seconds);
  };
  const store = await openSqliteStore({ folder: config.data, random, now: () => clock.now(), committed });
  const bus = createLocalBus((error) => log.error({ err: error }, 'wake-up failed'));
  const stops: (() => unknown)[] = [() => measures.stop(), () => store.close(), () => bus.close()];
  try {
    const report = (error: Error): void => log.error({ err: error }, 'a stream is damaged, or work on it failed');
    const streams = await openSegments({ folder: config.data, now: () => clock.now(), report });
    stops.push(() => streams.close());
    const index = openRecordIndex({ folder: config.data, report });
    stops.push(() => index.close());
    for (const machine of await streams.machines()) index.grown(machine, await streams.head(machine));
    return await start({ ...options, clock, random, log, store, streams, index, bus, secrets, root, measures, stops });
  } catch (error) {
    await stopAll(stops, log);
    throw error;
  }
}

/** Once all that one commit has answered has run, and before the next thing is read: answers do not wait for another round. */
const afterThis = (callback: () => void): void => process.nextTick(callback);

interface Parts extends ServerOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly store: SqliteStore;
  readonly bus: Bus;
  readonly secrets: ReturnType<typeof readSecrets>;
  readonly root: Root;
  readonly measures: Measures;
  readonly streams: StreamStore;
  readonly index: RecordIndex;
  readonly stops: (() => unknown)[];
}

async function start(parts: Parts): Promise<RunningServer> {
  const { config, clock, random, log, store, root, secrets, measures, stops } = parts;
  const failed = (error: unknown): void => log.error({ err: error }, 'background work failed');
  let site: Site | undefined;
  const theSite = (): Site => {
    site ??= siteOf(config.origin ?? 'http://localhost');
    return site;
  };
  const authority = createAuthority(root);
  const isOwnOrigin = (origin: string): boolean => theSite().isOwn(origin);
  const origin = (): string => theSite().origin;
  const pushRefused = (facts: object): void => log.debug(facts, 'push service');
  const mail = config.mail && openSmtp(config.mail);
  const doors: OpenDoors = { web: async () => 0, line: async () => 0 };
  const housekeeping = createHousekeeping({ config, clock, site: theSite, doors, confinement: parts.confinement });
  const handed = {
    auditSigning: openAuditSigning(config.data, random),
    acted: ({ number, who, what, subject, from }: AuditEntry) =>
      log.info({ number, who, what, subject, from }, 'audit'),
    housekeeping,
    mail,
    pushService: config.push ? openWebPush({ ...parts, secret: secrets.push, origin, refused: pushRefused }) : null,
    noticeIn,
    origin,
    keeping: config.streams,
    authority,
    isOwnOrigin,
    encode: encodeFrame,
    soon: afterThis,
    failed,
  };
  const hashing = machinePasswords(random);
  const tokens = machineTokens(secrets.machineTokens, store.instance);
  const measured = {
    store: { ...store, log: measuredLog(store.log, measures) },
    streams: measuredStreams(parts.streams, measures),
  };
  const core = await createCore({ ...parts, ...handed, ...measured, hashing, tokens });
  stops.push(() => core.stop());
  stops.push(await scheduleBackups({ config, backups: core.backups, store, clock, failed }));

  const [turns, longTurns] = [new Turns(), new Turns()];
  const app = createWeb({ ...config, turns, longTurns, log }, theSite);
  const behindProxy = config.trustedProxies.length > 0;
  registerMetrics(app, { measures, token: secrets.metricsToken, behindProxy });
  registerApi(app, endpoints(core), { sessions: core.sessions, rates: core.rates, site: theSite, log });
  registerIngest(app, { ...core, site: theSite, log });
  registerPublic(app, { ...core, site: theSite });
  const about = {
    version: VERSION,
    authority: authority.certificate,
    turns: longTurns,
    ready: () => store.ping(),
    now: () => clock.now(),
  };
  registerAbout(app, { site: theSite, ...about });
  registerContact(app, { ...core, site: theSite });
  registerPages(app, parts.pages ?? null, longTurns, (request, reply) =>
    isOpened(request) ? sendNowhere(request, reply) : say(reply, { code: 'not_found' }),
  );
  answerOneByOne(app.server, turns);
  stops.push(() => app.close());
  if (config.tls)
    stops.push(followCertificate({ tls: config.tls, clock, log, show: (pair) => showCertificate(app, pair) }));

  await app.listen({ host: config.host, port: config.port, backlog: LISTEN_BACKLOG });
  doors.web = () => connectionsOf(app.server);
  const { port } = app.server.address() as AddressInfo;
  const running = siteOf(config.origin ?? `${config.tls ? 'https' : 'http'}://localhost:${port}`);
  site = running;
  stops.push(
    openSocketDoor(app.server, { ...core, connections: config.connections, site: theSite, clock, log, failed }),
  );
  const adminDoor = {
    folder: config.data,
    origin: () => running.origin,
    holdFile: () => store.holdFile(),
    clock,
    log,
  };
  stops.push(await openAdminDoor({ ...core, ...adminDoor }));

  const line = config.tlsPort === 'off' ? null : await openLine(parts, core, config.tlsPort, failed);
  if (line) doors.line = () => connectionsOf(line.server);

  measures.look({
    connections: () => housekeeping.connections(),
    disk: () => lookAtDisk(config.data),
    online: () => core.online.size,
    waiting: () => store.waiting(),
    backups: () => core.backups.state(),
  });
  const token = await setupToken(store.accounts, store.links, clock, random);
  log.info({ version: VERSION, origin: running.origin }, 'server started');
  const { confinement } = parts;
  if (confinement) log[confinement.confined ? 'info' : 'warn'](confinement, 'confinement');
  let stopping: Promise<void> | undefined;
  return {
    origin: running.origin,
    port,
    line: line && { host: config.host, port: line.port },
    setupLink: token === null ? null : `${running.origin}/setup#${token}`,
    close: () => (stopping ??= stopAll(stops, log).then(() => log.info({ version: VERSION }, 'server stopped'))),
  };
}

async function openLine(
  { config, root, store, bus, clock, random, log, stops }: Parts,
  core: Core,
  port: number,
  failed: (error: unknown) => void,
): Promise<LineDoor> {
  const { host } = config;
  const identities = await startTlsIdentities({ root, hosts: hostsOf(config.origin, host), clock, random, failed });
  stops.push(() => identities.stop());
  const door = await openLineDoor({
    ...core,
    host,
    port,
    // The web has the greater part.
    connections: Math.ceil(config.connections / 2),
    identities,
    accounts: store.accounts,
    conversationStore: store.conversations,
    logStore: store.log,
    presenceChanged: core.delivery.presenceChanged,
    bus,
    clock,
    random,
    log,
    failed,
  });
  stops.push(() => door.stop());
  return door;
}

const connectionsOf = (server: Server): Promise<number> => promisify(server.getConnections.bind(server))();

/** In the opposite order of their start. */
async function stopAll(stops: readonly (() => unknown)[], log: Log): Promise<void> {
  for (const stop of stops.toReversed()) {
    try {
      await stop();
    } catch (error) {
      log.error({ err: error }, 'could not stop cleanly');
    }
  }
}
