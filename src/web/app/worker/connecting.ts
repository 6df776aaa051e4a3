import { begin } from './connect.ts';

/** The app's one way to its client: begun before anything else of the page, so that the client loads meanwhile. */
export const connecting = begin();
