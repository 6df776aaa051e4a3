import type { AccountStore } from './ports/accounts.ts';
import type { AlertStore } from './ports/alerts.ts';
import type { AuditStore, SettingStore, SwitchStore } from './ports/audit.ts';
import type { CertificateStore } from './ports/certificates.ts';
import type { CommentStore } from './ports/comments.ts';
import type { ContactStore } from './ports/contacts.ts';
import type { ConversationStore } from './ports/conversations.ts';
import type { FollowerStore } from './ports/followers.ts';
import type { KeyStore } from './ports/keys.ts';
import type { LinkStore } from './ports/links.ts';
import type { LogStore } from './ports/log.ts';
import type { MachineStore } from './ports/machines.ts';
import type { PeopleStore } from './ports/people.ts';
import type { PushStore } from './ports/push.ts';
import type { RoomStore } from './ports/rooms.ts';
import type { SessionStore } from './ports/sessions.ts';
import type { SlotStore } from './ports/slots.ts';
import type { SshKeyStore } from './ports/sshKeys.ts';
import type { ThreadStore } from './ports/threads.ts';

export type * from './ports/accounts.ts';
export type * from './ports/alerts.ts';
export type * from './ports/audit.ts';
export type * from './ports/authority.ts';
export type * from './ports/backups.ts';
export type * from './ports/bus.ts';
export type * from './ports/certificates.ts';
export type * from './ports/comments.ts';
export type * from './ports/confinement.ts';
export type * from './ports/contacts.ts';
export type * from './ports/conversations.ts';
export type * from './ports/devices.ts';
export type * from './ports/followers.ts';
export type * from './ports/housekeeping.ts';
export type * from './ports/keys.ts';
export type * from './ports/links.ts';
export type * from './ports/log.ts';
export type * from './ports/machines.ts';
export type * from './ports/mail.ts';
export type * from './ports/numbers.ts';
export type * from './ports/people.ts';
export type * from './ports/push.ts';
export type * from './ports/recordIndex.ts';
export type * from './ports/rooms.ts';
export type * from './ports/serverLogs.ts';
export type * from './ports/sessions.ts';
export type * from './ports/slots.ts';
export type * from './ports/sshKeys.ts';
export type * from './ports/streams.ts';
export type * from './ports/threads.ts';

/**
 * What the core needs of the outside. A store's method is one transaction: all of it or nothing, durable when it
 * resolves; it rejects with StoreUnavailable when nothing can be stored. Ids on the wire are strings (base64url); inside
 * the server an account, a device and a log have a small number each, given by the store, and those are what the hot path
 * carries. Times are UTC milliseconds.
 */
export interface Store {
  readonly accounts: AccountStore;
  readonly people: PeopleStore;
  readonly sessions: SessionStore;
  readonly keys: KeyStore;
  readonly links: LinkStore;
  readonly certificates: CertificateStore;
  readonly conversations: ConversationStore;
  readonly rooms: RoomStore;
  readonly log: LogStore;
  readonly machines: MachineStore;
  readonly followers: FollowerStore;
  readonly alerts: AlertStore;
  readonly threads: ThreadStore;
  readonly comments: CommentStore;
  readonly contacts: ContactStore;
  readonly slots: SlotStore;
  readonly sshKeys: SshKeyStore;
  readonly push: PushStore;
  readonly switches: SwitchStore;
  readonly settings: SettingStore;
  readonly audit: AuditStore;
  /** The server's own random id, made with the store. */
  readonly instance: string;
  /** Random, another one after each time that the store was restored from a backup. */
  readonly incarnation: string;
  /** Rejects when nothing can be stored. */
  ping(): Promise<void>;
  /** Waits for what is queued, then closes. */
  close(): Promise<void>;
}

export interface Clock {
  /** UTC milliseconds. */
  now(): number;
  /** Calls back once; answers how to cancel. */
  after(milliseconds: number, callback: () => void): () => void;
}

export type Random = (length: number) => Uint8Array<ArrayBuffer>;
