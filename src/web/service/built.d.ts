// What the build tells the service worker (vite.web.config.ts).

/** Names this build. */
declare const __BUILD__: string;
/** The files that it keeps from the start. */
declare const __PRECACHE__: readonly (readonly [address: string, integrity: string])[];
/** Address of the script that finds news while no page is there. */
declare const __NEWS__: string;
