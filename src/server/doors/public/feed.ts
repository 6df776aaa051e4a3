import type { Comment, ThreadPage } from '../../../protocol/comments.ts';
import { xml, type Html } from './html.ts';
import { messageHtml } from './markupHtml.ts';
import { pathOf, titleOf } from './names.ts';

export const FEED_TYPE = 'application/atom+xml; charset=utf-8';

/** What XML 1.0 cannot say in any spelling. */
const NOT_IN_XML = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

/**
 * A thread as an Atom feed (RFC 4287), the newest comment first; without those that only their authors see.
 * @param origin of this server, as people reach it
 */
export function renderFeed(page: ThreadPage, origin: string): string {
  const address = `${origin}${pathOf(page.thread)}`;
  const shown = page.comments.filter(({ waiting, message }) => !waiting && message !== '').sort((a, b) => b.at - a.at);
  const updated = Math.max(0, ...shown.map(updatedAt));
  const feed = xml`<feed xmlns="http://www.w3.org/2005/Atom">
<id>${address}</id>
<title>${titleOf(page)}</title>
<updated>${iso(updated)}</updated>
<link rel="self" type="application/atom+xml" href="${address}/feed"/>
<link rel="alternate" type="text/html" href="${address}"/>
${shown.map((comment) => entry(comment, address))}</feed>`;
  return `<?xml version="1.0" encoding="utf-8"?>\n${feed.source.toWellFormed().replace(NOT_IN_XML, '')}\n`;
}

function entry(comment: Comment, address: string): Html {
  const { comment: id, name, message, at } = comment;
  const link = `${address}#c-${id}`;
  return xml`<entry>
<id>${link}</id>
<title>${name}</title>
<author><name>${name}</name></author>
<published>${iso(at)}</published>
<updated>${iso(updatedAt(comment))}</updated>
<link rel="alternate" type="text/html" href="${link}"/>
<content type="html">${messageHtml(message).source}</content>
</entry>
`;
}

const updatedAt = ({ at, editedAt }: Comment): number => editedAt ?? at;

const iso = (at: number): string => new Date(at).toISOString();
