/** Why a backup cannot be made, opened or put back, in words for whoever asked. */
export class BackupError extends Error {
  override readonly name = 'BackupError';
}

/** A backup that is not what was written: a byte was changed, or the end is missing. */
export class DamagedBackup extends BackupError {}
