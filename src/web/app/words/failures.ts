import type { Failure } from '../../../client/api.ts';
import { t, type WordId } from './words.ts';

const words: Record<Exclude<Failure, 'too_many_requests'>, WordId> = {
  invalid: 'failInvalid',
  unauthenticated: 'failSession',
  invalid_credentials: 'failCredentials',
  invalid_token: 'failSession',
  enrolment_closed: 'failForbidden',
  unsupported_type: 'failInvalid',
  device_required: 'failSession',
  forbidden: 'failForbidden',
  foreign_origin: 'failForbidden',
  approval_pending: 'endedApproval',
  registration_closed: 'failClosed',
  encryption_required: 'failEncryptionRequired',
  not_found: 'failMissing',
  username_taken: 'failTaken',
  no_keys: 'failNoKeys',
  keys_exist: 'failKeys',
  room_exists: 'failRoomExists',
  thread_exists: 'failThreadExists',
  chain_moved: 'failMoved',
  vault_moved: 'failMoved',
  epoch_passed: 'failMoved',
  log_moved: 'failMoved',
  out_of_order: 'failServer',
  key_reused: 'failServer',
  proof_required: 'failMoved',
  link_spent: 'failLink',
  too_large: 'failTooLarge',
  invalid_chain_entry: 'failServer',
  invalid_epoch: 'failServer',
  invalid_certificate_request: 'failInvalid',
  chain_full: 'failChainFull',
  too_many_conversations: 'failConversations',
  too_many_hidden: 'failHidden',
  too_many_rooms: 'failRooms',
  too_many_accounts: 'failFull',
  too_many_devices: 'failDevices',
  reload_required: 'failReload',
  internal: 'failServer',
  unavailable: 'failServer',
  offline: 'failOffline',
  wrong_recovery_code: 'failRecoveryCode',
  storage_full: 'failStorage',
  keys_do_not_match: 'failKeys',
  not_sealed_to_you: 'failNotSealed',
  does_not_open: 'failUnopened',
  private_key: 'failPrivateKey',
  sealed_exists: 'failSealedExists',
  conversation_waits: 'failWaits',
};

export interface Failed {
  readonly code: Failure;
  readonly field?: string | undefined;
  readonly retryAfter?: number | undefined;
}

/** A plain sentence for what went wrong. `retryAfter` is in seconds. */
export function failureWords({ code, retryAfter }: Failed): string {
  if (code !== 'too_many_requests') return t(words[code] ?? 'failServer');
  if (retryAfter === undefined) return t('failWait');
  if (retryAfter < 100) return t('failWaitSeconds', { count: Math.max(1, Math.ceil(retryAfter)) });
  return t('failWaitMinutes', { count: Math.ceil(retryAfter / 60) });
}
