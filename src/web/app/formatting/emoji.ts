const ALONE = /^(?:\p{RGI_Emoji}\s*){1,3}$/v;

/** One to three emoji and nothing else: they are shown large. */
export const isEmojiAlone = (text: string): boolean => text.length < 120 && ALONE.test(text);
