/** A setting that cannot be used: one line that names it and says what to do. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}
