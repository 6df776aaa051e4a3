import type { Failure } from '../client/api.ts';

/** Every word that the terminal says. The rows' own (`Registration Succeeded` and the like) are what scripts look for. */
export const words = {
  registered: 'Registration Succeeded',
  authenticated: 'Authentication Succeeded',
  loggedOut: 'Logged out. This terminal has forgotten the account.',

  passwordToLogIn: 'Password or recovery code: ',
  newPassword: 'New password (empty: none, only the recovery code opens the account): ',
  again: 'The same again: ',
  notTheSame: 'those were not the same',
  gaveUp: 'nothing was done',
  noName: 'error: a name has 3 to 32 of a-z 0-9 . _ - and begins with a letter or digit',
  weakPassword: 'a password has at least 10 characters',
  recoveryCode: (code: string) => `Your recovery code: ${code}`,
  keepRecoveryCode: 'It is shown once. Whoever has it can open your account; without password and code nobody can.',
  confirmRecoveryCode: 'Press Enter when you have saved it. ',
  typeCode: (code: string) => `On a device that is logged in, type this code: ${code} (in a terminal: /link ${code})`,
  tooSmallForQr: (columns: number, rows: number) => `(A window of ${columns} by ${rows} shows a QR code for it here.)`,
  compareNumber: (number: string) => `Does the other device show ${number}? Type yes if it does: `,
  letIn: (label: string, number: string | null) =>
    number === null
      ? `Let in ${label}? Type yes: `
      : `${label} wants in. Does it show ${number}? Type yes if it does: `,
  isIn: (label: string) => `${label} is a device of your account now.`,
  yes: 'yes',
  waitsForApproval: 'An admin has to approve the account before it can be used.',

  firstContact: (server: string, fingerprint: string) =>
    `First contact with ${server}. Its certificate authority from now on: SHA-256 ${fingerprint}`,
  authorityChanged: ({ server, was, is, file }: Record<'server' | 'was' | 'is' | 'file', string>) =>
    `STOP: ${server} shows another certificate authority than before. Known here: ${was}. Shown now: ${is}. ` +
    `Somebody may stand between you and the server. Ask its admin; only if they confirm the new one, remove ${file} and try again`,
  authorityGone: ({ server, was, file }: Record<'server' | 'was' | 'file', string>) =>
    `STOP: ${server} shows no certificate authority any more. Known here: ${was}. Somebody may stand between you and the ` +
    `server. Ask its admin; only if they confirm that there is none, remove ${file} and try again`,
  authorityBack: (server: string) => `${server} is the server that is known here again.`,
  certificateFault: ({ server, why }: Record<'server' | 'why', string>) =>
    `STOP: the certificate of ${server} does not hold (${why}). Ask its admin before you go on`,
  notConfined: (why: string) => `This program is not confined to its own folder here: ${why}`,
  provedBySsh: (name: string) =>
    'Your SSH key has shown who you are. It does not open your messages: your password or your recovery code does, ' +
    `or a device that is logged in (leave the next line empty, and type /link ${name}).`,
  closedToSsh: (name: string) =>
    `your messages were not opened; a device that is logged in opens them by /link ${name}`,
  noSshHere: 'this server does not take SSH keys; log in with your password',
  noAgent: 'there is no SSH agent here: SSH_AUTH_SOCK is not set. Name a key file: /login NAME ssh FILE',
  emptyAgent: 'there is no key in your SSH agent that could be used; ssh-add FILE adds one',
  noneOfFirst: (tried: number) =>
    `the first ${tried} keys of your SSH agent are not this account's; take others out with ssh-add -d, or name a file: /login NAME ssh FILE`,
  notItsKey: 'that is not the key of that certificate',
  noAuthority: 'what the server shows as its certificate authority is none',

  nothingToSearch: 'error: say which words to look for',
  found: (count: number, shown: number) =>
    count === 0
      ? 'Nothing on this machine has these words.'
      : shown < count
        ? `The newest ${shown} of ${count} messages.`
        : `${count} ${count === 1 ? 'message' : 'messages'}.`,
  foundSince: (time: string) => `What is older than ${time} is not on this machine yet.`,

  failed: (why: string) => `error: ${why}`,
  silence: (minutes: number) => `has sent nothing for ${minutes} min`,
  sealedRecord: 'a sealed record',
  comment: (name: string, thread: string, text: string) => `${name} on ${thread}: ${text}`,
  andMore: (count: number) => `(and ${count} more)`,
  offline: 'The server cannot be reached. You can read what is here, and what you write goes out later.',
  stillComing: 'More of what was said before is still on its way.',
  unknownCommand: 'error: unknown command',
  logInFirst: 'error: log in first',
  emptyMessage: 'error: there is nothing to send',
  usage: (usage: string) => `error: usage is ${usage}`,
  alreadyLoggedIn: 'user is already logged in',
  notSentYet: 'error: not everything has been sent yet; it is kept here and goes out the next time',
  notSent: (why: string) => `error: a message could not be sent: ${why}`,
  joined: (room: string) => `You are in ${room}. It is not encrypted: the server can read it.`,
  left: (room: string) => `You have left ${room}.`,
  leftElsewhere: (room: string) => `You are not in ${room} any more: another device of yours has left it.`,
  linesGoTo: (room: string) => `Your lines go to ${room}.`,
  inRooms: (rooms: string) => `You are in: ${rooms}.`,
  notInRoom: 'error: you are not in a room; /leave ROOM names one',
  lobbyStays: 'error: everybody is in the lobby, and nobody leaves it',
  talkingTo: (name: string) => `Your lines go to ${name}, encrypted from end to end.`,
  talkingInClear: (name: string) => `Your lines go to ${name}, not encrypted: the server can read them.`,

  safetyNumber: (name: string, digits: string) =>
    `You and ${name}: ${digits}. When both of you see these 60 digits, nobody is between you: /verified ${name} then.`,
  noSafetyNumber: (name: string) => `error: there is no conversation with ${name} yet`,
  accepted: (name: string) => `From now on you trust the new identity of ${name}.`,
  verified: (name: string) => `You have compared with ${name}. A change would be a warning.`,
  notKept: '[no longer kept by the server]',
  lifetime: (name: string, days: number) =>
    days === 0
      ? `${name} set messages to stay`
      : `${name} set messages to be deleted after ${days === 1 ? '1 day' : `${days} days`}`,
  agreed: (name: string) => `You write to ${name} without encryption: the server can read it.`,
  dismiss: 'When you have dealt with that, /dismiss puts it away.',
  dismissed: 'Noted. What waited goes out now.',
  waiting: {
    identity_changed: (name: string) =>
      `${name} has a new identity. Nothing is sent to them until you accept it: compare with /verify ${name}, then /accept ${name}`,
    removed: (name: string) => `The account of ${name} was removed: nobody reads there any more`,
    alarm: (name: string) => `Nothing is sent to ${name}, because of a warning: see /alarms`,
    unsealed: (name: string) =>
      `Nothing is sent to ${name}: this conversation is not encrypted. /agree ${name} if you want that`,
  },
  noAlarms: 'There are no warnings.',
  alarms: {
    chain_fork: (name: string) => `${name}: the server shows two different histories of their keys. Do not trust it.`,
    chain_shrunk: (name: string) => `${name}: the server hides keys that were there before. Do not trust it.`,
    another_name: (name: string) => `${name}: the server shows this account under another name.`,
    another_member: (name: string) => `${name}: the server shows them in a conversation that they are not in.`,
    new_device: () => 'Your account has a new device. If that was not you, remove it and change your password.',
    impersonated: () =>
      'Your account was changed in the name of this terminal, which did not do it. Unless you restored it from a backup, somebody has a copy of its keys: log out here, log in again, and change your password.',
    slot_replaced: (name: string) =>
      `${name}: a conversation key of theirs did not open here. Your account has made the next one.`,
    restored: () =>
      'The server was put back from a backup. What you had written since is being sent again; what others wrote stays here until they do the same.',
    older_keys: (name: string) =>
      `${name}: something was written with keys of a removed device. They have been replaced.`,
    account_key_replaced: () => 'A new key of your account did not come as it should, and was replaced.',
  },

  deleted: '[deleted]',
  withheld: '[withheld by the server]',
  newerVersion: '[sent by a newer version]',
  invalid: '[does not check out: not from who it says, or altered]',
  deviceAdded: (name: string) => `${name} has added a device`,
  conversationDeleted: '[deleted the conversation]',

  ended: {
    removed: 'This terminal was removed from the account.',
    dismissed:
      'The server says that this is no device of your account any more, and shows no removal by you. What is stored here stays. Log in again.',
    expired: 'The log-in has ended. Log in again.',
    approval: 'An admin has to approve the account before it can be used.',
    refused: 'No admin approved the account, and it is gone.',
    deleted: 'The account is deleted.',
  },
  outdated: 'The server needs a newer waxwing. Nothing is lost.',

  welcome: 'Waxwing. /register NAME makes an account, /login NAME logs in, /help says more.',
  keys: [
    'Ctrl+K           to another conversation',
    'Alt+1 ... Alt+9  to one of the first nine; Alt+A to the next with something unread',
    'PgUp, PgDn       back and forth in what was said',
    'Tab              completes names and commands',
    'Alt+Enter        one more line; Ctrl+X opens $EDITOR',
    'Ctrl+C           leaves; so does Ctrl+D on an empty line',
  ],
  connection: { connecting: 'connecting', online: 'online', offline: 'offline' },
  refusedServer: 'NOT THE SERVER THAT IS KNOWN',
  encrypted: 'encrypted',
  notEncrypted: 'not encrypted',
  unread: (count: number) => `${count} unread`,
  loading: 'fetching what was said before',
  moreBelow: 'more below: PgDn',
  edited: '(edited)',
  sending: '(sending)',
  failedToSend: (why: string) => `(not sent: ${why}; /retry)`,
  read: '(read)',
  switcher: 'To: ',
  nothingFits: 'nothing of that name; /rooms shows every room, /join ROOM leads into one, /msg NAME to somebody',
  noEditor: (why: string) => `error: the editor did not start: ${why}`,
  crashed: (why: string) => `the screen failed: ${why}`,
} as const;

const failures: Record<Failure, string> = {
  invalid: 'that is not as it should be',
  unauthenticated: 'log in first',
  invalid_credentials: 'invalid credentials',
  invalid_token: 'log in first',
  enrolment_closed: 'that is not allowed here',
  unsupported_type: 'that is not allowed here',
  device_required: 'log in first',
  forbidden: 'that is not allowed here',
  foreign_origin: 'the server is known under another address; see --server',
  approval_pending: 'an admin has to approve the account first',
  registration_closed: 'new accounts need an invitation',
  encryption_required: 'private messages are encrypted here',
  not_found: 'there is nobody and nothing of that name',
  no_keys: 'they have no encryption keys yet; private messages reach them once they have used waxwing chat',
  username_taken: 'user already exists',
  keys_exist:
    'STOP: the account has encryption keys that were not made here. If you made them on another machine, log in with the ' +
    'password or the recovery code. If not, somebody else made them: do not trust them, and ask the admin',
  room_exists: 'there is a room of that name already',
  thread_exists: 'there is a thread of that name or page already',
  chain_moved: 'the account changed on another device; try again',
  vault_moved: 'the account changed on another device; try again',
  epoch_passed: 'the conversation has moved on; try again',
  log_moved: 'the conversation has moved on; try again',
  out_of_order: 'the server failed',
  key_reused: 'the server failed',
  proof_required: 'confirm your password or recovery code first',
  link_spent: 'that link has been used or has ended',
  too_large: 'that is too long',
  invalid_chain_entry: 'the server failed',
  invalid_epoch: 'the server failed',
  invalid_certificate_request: 'the server did not take the certificate request',
  chain_full: 'the account has changed as often as it may',
  too_many_conversations: 'the account has as many conversations as it may have',
  too_many_hidden: 'too many single messages are deleted here already; delete the conversation instead',
  too_many_rooms: 'there are as many rooms as there may be',
  too_many_accounts: 'this server takes no more people',
  too_many_devices: 'the account has as many devices as it may have; remove one first',
  reload_required: 'the server needs a newer waxwing',
  too_many_requests: 'too many requests; wait a moment',
  internal: 'the server failed',
  unavailable: 'the server cannot store anything at the moment; try again',
  offline: 'the server cannot be reached',
  wrong_recovery_code: 'invalid credentials',
  storage_full: 'there is no room left on this machine',
  not_sealed_to_you: 'this was encrypted for those who followed at that time',
  does_not_open: 'this cannot be read: it was changed on the way, or is not what the server says',
  keys_do_not_match: 'the server showed keys that do not fit; nothing was done',
  private_key: 'this is a private key; paste the public one, of the file that ends in .pub',
  conversation_waits: 'the conversation waits for you; see /alarms',
  sealed_exists: 'you have an encrypted conversation with them; write there',
};

/** A plain sentence for what went wrong, without its end. `retryAfter` is in seconds. */
export function failureWords({ code, retryAfter }: { code: Failure; retryAfter?: number }): string {
  if (code === 'too_many_requests' && retryAfter !== undefined) return `too many requests; wait ${retryAfter} s`;
  return failures[code] ?? 'the server failed';
}
