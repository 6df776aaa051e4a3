/** One emoji, spelt as Unicode recommends it for interchange: nothing before, after or within it that is none of its own. */
const ONE_EMOJI = /^\p{RGI_Emoji}$/v;

/** Whether the text is one emoji and nothing else, in the one spelling that it has. */
export const isEmoji = (text: string): boolean => ONE_EMOJI.test(text);
