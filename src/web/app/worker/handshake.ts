import type { ToClient, ToScreen } from './bridge.ts';

/** The one place on a device where the client runs holds this lock; whoever takes it over ends the one before. */
export const CLIENT_LOCK = 'waxwing-client';

/** The first thing that a screen says. It holds a lock named `screen` for as long as it lives. */
export interface Hello {
  readonly type: 'hello';
  readonly screen: string;
  /** Take the client over from another tab. */
  readonly take: boolean;
}

/**
 * `ready`: calls are heard from now on. `elsewhere`: the client runs, or from now on runs, in another place. `unstored`:
 * the browser does not open its storage, so the client has ended; `full` where there is no room left.
 */
export type Standing =
  | { readonly type: 'ready' }
  | { readonly type: 'elsewhere' }
  | { readonly type: 'unstored'; readonly full: boolean };

export type FromScreen = Hello | ToClient;
export type FromClient = Standing | ToScreen;
