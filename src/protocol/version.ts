/**
 * The wire's version. Client and server tell each other theirs before anything else; a client below
 * `OLDEST_PROTOCOL` is asked to reload and loses nothing.
 */
export const PROTOCOL = 1;
export const OLDEST_PROTOCOL = 1;
