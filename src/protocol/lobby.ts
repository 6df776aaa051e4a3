/** The room that everybody is in. Here by itself, so that a page may name it without the schemas. */
export const LOBBY = 'lobby';
