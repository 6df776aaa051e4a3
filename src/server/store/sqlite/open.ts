import type { AuditDraft, AuditStore, Random, Store } from '../../core/ports.ts';
import { toBase64url } from '../../../protocol/base64url.ts';
import { Accounts } from './accounts.ts';
import { AlertMembers } from './alertMembers.ts';
import { Alerts } from './alerts.ts';
import { Audit } from './audit.ts';
import { Certificates } from './certificates.ts';
import { CommentNotices } from './commentNotices.ts';
import { Comments } from './comments.ts';
import { CommitQueue, type CommitQueueOptions } from './commitQueue.ts';
import { Connection, type HeldFile } from './connection.ts';
import { Contacts } from './contacts.ts';
import { Conversations } from './conversations.ts';
import { Credentials } from './credentials.ts';
import { Devices } from './devices.ts';
import { Emptying, Overwriting } from './emptying.ts';
import { Entries } from './entries.ts';
import { Expiry } from './expiry.ts';
import { Followers } from './followers.ts';
import { Heads } from './heads.ts';
import { Instance, beginIncarnation } from './instance.ts';
import { Keys } from './keys.ts';
import { Links } from './links.ts';
import { Log } from './log.ts';
import { Machines } from './machines.ts';
import { People } from './people.ts';
import { Positions } from './positions.ts';
import { Push } from './push.ts';
import { Removals } from './removals.ts';
import { Rooms } from './rooms.ts';
import { Scrub } from './scrub.ts';
import { ServerLogs } from './serverLogs.ts';
import { Sessions } from './sessions.ts';
import { Settings } from './settings.ts';
import { Slots } from './slots.ts';
import { SshKeys } from './sshKeys.ts';
import { Switches } from './switches.ts';
import { Threads } from './threads.ts';

export interface SqliteStoreOptions {
  /** The data folder; made when it is not there. */
  readonly folder: string;
  readonly random: Random;
  /** UTC milliseconds. */
  readonly now?: () => number;
  /** How many entries may wait for their place in the index; for tests. */
  readonly settleAt?: number | undefined;
  /** As of `CommitQueueOptions`. */
  readonly committed?: CommitQueueOptions['committed'];
}

/** The store, and what only a store in one file can do. */
export interface SqliteStore extends Store {
  /** As `Connection.hold`. */
  holdFile(): HeldFile | null;
  /** Clients shall know that it was put back from a backup: from the next opening on it is another incarnation. */
  restored(audit: AuditDraft): Promise<void>;
  /** Writes that wait for a commit. */
  waiting(): number;
}

/**
 * The embedded store, in one file of the data folder. One process at a time may have it open.
 * @throws NewerDatabase, DatabaseInUse, DatabaseDamaged
 */
export async function openSqliteStore({
  folder,
  random,
  now = Date.now,
  settleAt,
  committed,
}: SqliteStoreOptions): Promise<SqliteStore> {
  const connection = new Connection(folder);
  try {
    const instance = new Instance(connection, random, now);
    const { rooms, goOn, ...store } = assemble(connection, instance, { random, settleAt, committed });
    goOn();
    await rooms.makeLobby(() => toBase64url(random(32)), now());
    return { rooms, ...store };
  } catch (error) {
    connection.close();
    throw error;
  }
}

/**
 * The store in a file that its own store holds as it is: to read from, elsewhere in this process. Whatever writes fails.
 * Of the version that the running server has.
 */
export function openHeldStore(folder: string, random: Random): SqliteStore {
  const connection = new Connection(folder, true);
  try {
    const instance = new Instance(connection, random, Date.now);
    const store = assemble(connection, instance, { random, settleAt: undefined, committed: undefined });
    return { ...store, close: async () => connection.close() };
  } catch (error) {
    connection.close();
    throw error;
  }
}

function assemble(
  connection: Connection,
  instance: Instance,
  { random, settleAt, committed }: Pick<SqliteStoreOptions, 'random' | 'settleAt' | 'committed'>,
): SqliteStore & { readonly rooms: Rooms; readonly goOn: () => void } {
  const positions = new Positions(connection, settleAt);
  const heads = new Heads(connection, positions);
  const emptying = new Emptying(connection, positions);
  const expiry = new Expiry(connection, emptying, positions);
  const entries = new Entries(connection, heads, positions, emptying);
  const forget = (): void => {
    positions.forget();
    heads.forget();
    entries.forget();
    emptying.forget();
  };
  const queue = new CommitQueue({ connection, onUndone: forget, committed });
  const scrub = new Scrub(connection);
  const overwriting = new Overwriting(emptying, queue, scrub);
  const removals = new Removals(connection, heads, positions);
  const removing = new Overwriting(removals, queue, scrub);
  const audit = new Audit(connection);
  const links = new Links(connection, queue, audit);
  const certificates = new Certificates(connection, queue, audit);
  const sessions = new Sessions(connection, queue, audit, certificates);
  const sshKeys = new SshKeys({ connection, queue, audit, sessions, certificates });
  const switches = new Switches(connection, queue, audit);
  const devices = new Devices(connection);
  const credentials = new Credentials(connection);
  const serverLogs = new ServerLogs(connection, entries);
  const alertMembers = new AlertMembers(connection, heads);
  const notices = new CommentNotices({ connection, entries, heads, logs: serverLogs, scrub });
  const threads = new Threads({ connection, queue, audit, scrub, notices });
  const rooms = new Rooms({ connection, queue, audit, heads, emptying, overwriting });
  const shared = { connection, queue, audit, links, sessions, devices, credentials, certificates, sshKeys };
  const readable: AuditStore = {
    add: (draft) => queue.run(() => audit.add(draft)),
    entries: (after, limit) => audit.entries(after, limit),
    entriesBefore: (before, limit) => audit.entriesBefore(before, limit),
    latest: (what) => audit.latest(what),
  };
  return {
    accounts: new Accounts({ ...shared, switches, rooms, alertMembers, notices }),
    people: new People({ connection, queue, audit, removals, removing, scrub }),
    sessions,
    keys: new Keys({ ...shared, heads, scrub }),
    links,
    certificates,
    conversations: new Conversations(connection, queue, heads, positions),
    rooms,
    log: new Log({ connection, queue, heads, entries, emptying, expiry, overwriting, scrub }),
    machines: new Machines(connection, queue, audit),
    followers: new Followers({ connection, queue, audit, alertMembers }),
    alerts: new Alerts({ connection, queue, audit, logs: serverLogs, members: alertMembers }),
    threads,
    comments: new Comments({ connection, queue, audit, scrub, threads, notices }),
    contacts: new Contacts({ connection, queue, heads, entries, emptying, overwriting }),
    slots: new Slots(connection, queue),
    sshKeys,
    push: new Push(connection, queue),
    switches,
    settings: new Settings(connection, queue, audit),
    audit: readable,
    instance: instance.id,
    incarnation: instance.incarnation,
    restored: (entry) => beginIncarnation({ connection, queue, audit }, toBase64url(random(16)), entry),
    ping: () => queue.probe(),
    holdFile: () => connection.hold(),
    waiting: () => queue.waiting,
    /** With what was begun to be deleted before. */
    goOn() {
      if (emptying.unfinished) overwriting.want();
      if (removals.unfinished) removing.want();
    },
    async close() {
      overwriting.stop();
      removing.stop();
      await queue.close();
      scrub.stop();
      connection.close();
    },
  };
}
