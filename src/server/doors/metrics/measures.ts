import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Housekeeping, StorageInUse } from '../../core/ports.ts';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';

/** What is only looked at when somebody asks. */
export interface Looks {
  /** Sockets are among those of the web port. */
  readonly connections: Housekeeping['connections'];
  /** People who are there, at whichever door. */
  readonly online: () => number;
  /** Writes that wait for a commit. */
  readonly waiting: () => number;
  /** When the newest backup was made, UTC milliseconds, or null; whether the server's own fail. */
  readonly backups: () => Promise<{ readonly last: number | null; readonly failing: boolean }>;
  /** Bytes on the disk of the data folder. */
  readonly disk: () => Promise<Pick<StorageInUse, 'database' | 'free'>>;
}

export type Measures = ReturnType<typeof createMeasures>;

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];
const WRITES = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024];
/** Coarse, so that an idle server stays asleep. */
const LOOP_RESOLUTION = 100;

/** What the server counts of itself, in Prometheus' terms: times in seconds, sizes in bytes. No names of people in it. */
export function createMeasures() {
  const registry = new Registry();
  const registers = [registry];
  const loop = monitorEventLoopDelay({ resolution: LOOP_RESOLUTION });
  loop.enable();
  const gauge = (name: string, help: string, collect: (gauge: Gauge) => void | Promise<void>): Gauge =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        return collect(this);
      },
    });
  const histogram = <L extends string>(name: string, help: string, buckets: number[], labelNames: L[]) =>
    new Histogram({ name, help, buckets, labelNames, registers });

  ofProcess(gauge, registers);
  gauge('nodejs_eventloop_lag_p99_seconds', 'How late the event loop came round since the last look.', (it) => {
    // What it measures is the whole round, its own pause included.
    it.set(Math.max(0, loop.percentile(99) / 1e9 - LOOP_RESOLUTION / 1000));
    loop.reset();
  });

  return {
    requests: histogram('waxwing_http_request_seconds', 'Time to answer a request.', SECONDS, ['route', 'status']),
    messages: new Counter({ name: 'waxwing_messages_total', help: 'Messages stored.', registers }),
    messageTimes: histogram('waxwing_message_seconds', 'From taking a message to having it on the disk.', SECONDS, []),
    records: new Counter({ name: 'waxwing_records_total', help: 'Records of machines stored.', registers }),
    recordTimes: histogram('waxwing_records_seconds', 'From taking records to having them on the disk.', SECONDS, []),
    commitTimes: histogram('waxwing_commit_seconds', 'Time of one transaction.', SECONDS, []),
    commitWrites: histogram('waxwing_commit_writes', 'Writes that shared one transaction.', WRITES, []),

    /** Once, when all doors are open. */
    look({ connections, online, waiting, backups, disk }: Looks): void {
      const open = new Gauge({
        name: 'waxwing_connections',
        help: 'Open connections.',
        labelNames: ['door'],
        registers,
        async collect() {
          const { web, line } = await connections();
          this.set({ door: 'web' }, web);
          this.set({ door: 'line' }, line);
        },
      });
      open.set({ door: 'web' }, 0);
      gauge('waxwing_people_online', 'People who are there, at whichever door.', (it) => it.set(online()));
      gauge('waxwing_writes_waiting', 'Writes that wait for a commit.', (it) => it.set(waiting()));
      const failing = new Gauge({ name: 'waxwing_backups_failing', help: '1: the newest backup failed.', registers });
      gauge(
        'waxwing_backup_timestamp_seconds',
        'When the newest backup was made, since 1970; 0: never.',
        async (it) => {
          const state = await backups();
          it.set((state.last ?? 0) / 1000);
          failing.set(state.failing ? 1 : 0);
        },
      );
      const free = new Gauge({
        name: 'waxwing_disk_free_bytes',
        help: 'Free on the disk of the data folder.',
        registers,
      });
      gauge('waxwing_database_bytes', 'The database with its write-ahead log.', async (it) => {
        const found = await disk();
        it.set(found.database);
        free.set(found.free);
      });
    },

    /** In Prometheus' text form, and its content type. */
    async text(): Promise<{ readonly type: string; readonly body: string }> {
      return { type: registry.contentType, body: await registry.metrics() };
    },

    stop(): void {
      loop.disable();
      registry.clear();
    },
  };
}

/** Under the names that every dashboard knows. */
function ofProcess(
  gauge: (name: string, help: string, collect: (gauge: Gauge) => void) => Gauge,
  registers: Registry[],
): void {
  let counted = 0;
  const seconds = new Counter({
    name: 'process_cpu_seconds_total',
    help: 'Processor time, of the system too.',
    registers,
    collect() {
      const { user, system } = process.cpuUsage();
      this.inc((user + system - counted) / 1e6);
      counted = user + system;
    },
  });
  seconds.inc(0);
  gauge('process_resident_memory_bytes', 'Memory in use.', (it) => it.set(process.memoryUsage.rss()));
  const started = Date.now() / 1000 - process.uptime();
  gauge('process_start_time_seconds', 'When the process began, since 1970.', (it) => it.set(started));
}
