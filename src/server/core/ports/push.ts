import type { AccountNo, DeviceNo } from './numbers.ts';

/** Where one device is poked, and what for. */
export interface PushSubscription {
  /** At a push service; at any one time one device's alone. */
  readonly endpoint: string;
  /** Conversations that are no reason. */
  readonly muted: readonly string[];
  /** Rooms that are a reason. */
  readonly rooms: readonly string[];
}

export interface StoredPushSubscription extends PushSubscription {
  readonly device: DeviceNo;
  /** SHA-256 of the token of the session that it ends with. */
  readonly session: Uint8Array;
}

export interface PushStore {
  /** In the place of what the device had. Nothing is stored when that is no session of that device any more. */
  put(subscription: StoredPushSubscription): Promise<void>;
  /** With `endpoint`, only if it is that one still. */
  remove(device: DeviceNo, endpoint?: string): Promise<void>;
  /** Of all devices of the account. */
  of(account: AccountNo): Promise<StoredPushSubscription[]>;
  /** Accounts that have any. */
  accounts(): Promise<AccountNo[]>;
}

/** How the services of browsers' makers are asked to wake one. */
export interface PushService {
  /** By which they know this server: an uncompressed point of P-256, base64url. */
  readonly key: string;
  /**
   * Says that there is something, and nothing else. `gone`: nobody will be there again; `failed`: not this time.
   * Takes bounded time, and never rejects.
   */
  poke(endpoint: string): Promise<'taken' | 'gone' | 'failed'>;
}
