/** What an account may do on this server. */
export type Role = 'admin' | 'member';
