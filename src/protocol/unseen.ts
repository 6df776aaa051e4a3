/** Unseen: controls, marks of direction, ends of lines, what has no width (joiners stay: scripts and emoji need them). */
export const UNSEEN =
  /[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}\u00AD\u180E\u200B\u2060-\u2064\u206A-\u206F\uFEFF\uFFF9-\uFFFB\u{E0001}]/gu;

/**
 * More marks on one letter than any language sets. Unicode's normal forms put marks in order, which takes the square of their
 * number in time: nobody's text is normalised before it was looked at for this. The last two are signs that become marks.
 */
export const PILE_OF_MARKS = /[\p{M}\uFF9E\uFF9F]{31}/u;
const MORE_MARKS = /([\p{M}\uFF9E\uFF9F]{30})[\p{M}\uFF9E\uFF9F]+/gu;

/** The text, to be normalised, with no more marks on a letter than that. */
export const withoutPiles = (text: string): string => text.replace(MORE_MARKS, '$1');

const TO_BE_SEEN = /[^\s\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/u;

/** Whether a text shows anything at all. */
export const hasSomethingToSee = (text: string): boolean => TO_BE_SEEN.test(text);
