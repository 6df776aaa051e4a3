/** Unseen: controls, marks of direction, ends of lines, what has no width (joiners stay: scripts and emoji need them). */
export const UNSEEN =
  /[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}\u00AD\u180E\u200B\u2060-\u2064\u206A-\u206F\uFEFF\uFFF9-\uFFFB\u{E0001}]/gu;
