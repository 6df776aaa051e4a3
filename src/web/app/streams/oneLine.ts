/** More does not fit into any line. */
const SHOWN = 600;

/** A record's text as one line of it is shown. */
export const oneLine = (text: string): string => text.slice(0, SHOWN).replace(/\s+/g, ' ').trim();
