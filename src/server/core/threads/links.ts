/** Whether words lead somewhere, or look as if they did: an address as browsers open it, or a link written in Markdown or HTML. */
export const hasLink = (text: string): boolean => LINK.test(text);

const LINK = /:\/\/|\bwww\.|\]\s*\(|<\s*a\s|\bmailto:/i;
