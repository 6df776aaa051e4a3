import { VisitorLanguage } from '../../../protocol/contact.ts';
import { de } from './publicWords.de.ts';
import { en } from './publicWords.en.ts';
import { es } from './publicWords.es.ts';
import { fr } from './publicWords.fr.ts';
import type { PublicWords } from './publicWords.ts';

const languages: Readonly<Record<VisitorLanguage, PublicWords>> = { en, de, fr, es };

/** The words of the first language that a browser's `Accept-Language` asks for and that is here; else English. */
export function wordsFor(acceptLanguage: string | undefined): PublicWords {
  const asked = (acceptLanguage ?? '').split(',').map((part) => {
    const [range = '', ...parameters] = part.trim().toLowerCase().split(';');
    const quality = parameters.map((one) => /^\s*q=([0-9.]+)\s*$/.exec(one)?.[1]).find((value) => value !== undefined);
    return { language: range.split('-')[0] ?? '', quality: Number(quality ?? 1) };
  });
  const wanted = asked.filter(({ quality }) => quality > 0).toSorted((a, b) => b.quality - a.quality);
  for (const { language } of wanted) {
    const { data } = VisitorLanguage.safeParse(language);
    if (data) return languages[data];
  }
  return en;
}

export function noticeIn(language: VisitorLanguage, host: string): { readonly subject: string; readonly text: string } {
  const { notice } = languages[language];
  return { subject: notice.subject, text: notice.text(host) };
}
