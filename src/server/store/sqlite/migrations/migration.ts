export interface Migration {
  /** The database's `user_version` afterwards: one above the migration before. */
  readonly version: number;
  readonly sql: string;
}
