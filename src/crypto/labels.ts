/** Everything that is signed begins with this, the purpose and a zero byte. */
export const SIGNATURE_PREFIX = 'waxwing/1 ';

/** What a signature may be for. A signature for one purpose is worth nothing for another. */
export const purposes = {
  /** A chain entry, by the account identity key. */
  chainByIdentity: 'account chain by identity',
  /** A chain entry, by a device of the account. */
  chainByDevice: 'account chain by device',
  /** An epoch record, by its maker's device. */
  epochRecord: 'epoch record',
  /** Header and inside of a message, by its sender's device. */
  message: 'message',
  /** The server's challenge, by the log-in key of a recovery code. */
  recovery: 'recovery',
  /** The server's challenge, by a device that makes a session its own. */
  sessionClaim: 'session claim',
  /** The server's challenge, by the key of a certificate. */
  certificateLogin: 'certificate log-in',
  /** The server's challenge, by an SSH key, within SSH's own signature. */
  sshLogin: 'ssh log-in',
  /** The newest entry of a server's audit log, by the server's audit key. */
  auditHead: 'audit head',
} as const;
export type Purpose = (typeof purposes)[keyof typeof purposes];

/** Every other label: of hashes, of keys derived by HKDF, of HPKE's `info` and of associated data. */
export const labels = {
  nameHash: 'waxwing/1 name',
  seedsHash: 'waxwing/1 account key seeds',
  directConversation: 'waxwing/1 direct conversation',
  clearConversation: 'waxwing/1 clear conversation',
  rosterHash: 'waxwing/1 roster',

  passwordWrappingKey: 'waxwing/1 vault key wrapping key by password',
  recoveryWrappingKey: 'waxwing/1 vault key wrapping key by recovery code',
  recoveryLoginKey: 'waxwing/1 recovery log-in key',
  recoveryChecksum: 'waxwing/1 recovery code checksum',
  accountKeyLink: 'waxwing/1 account key link',
  epochId: 'waxwing/1 epoch id',
  messageKey: 'waxwing/1 message key',

  accountKeySeed: 'waxwing/1 account key seed',
  epochSlot: 'waxwing/1 epoch slot',

  linkingKeys: 'waxwing/1 linking keys',
  linkingCommitment: 'waxwing/1 linking commitment',
  linkingNumber: 'waxwing/1 linking number',
  linkingGrant: 'waxwing/1 linking grant',
  linkingSeed: 'waxwing/1 linking seed',

  sealedSlot: 'waxwing/1 sealed slot',
  sealedKeyId: 'waxwing/1 sealed key id',
  sealedContent: 'waxwing/1 sealed content',
  sealedRecord: 'waxwing/1 sealed record',

  contactOpening: 'waxwing/1 contact opening',
  contactByVisitor: 'waxwing/1 contact by visitor',
  contactByAnswerers: 'waxwing/1 contact by answerers',
  contactReading: 'waxwing/1 contact reading',

  vault: 'waxwing/1 vault',
  vaultKeyWrap: 'waxwing/1 vault key wrap',
} as const;
export type Label = (typeof labels)[keyof typeof labels];
