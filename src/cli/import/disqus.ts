import fs from 'node:fs';
import { SaxesParser } from 'saxes';
import { CommandError } from '../usage.ts';
import { textOfHtml } from './htmlText.ts';
import type { Found, FoundThread } from './imported.ts';

interface Thread {
  page: string;
  title: string;
  readonly comments: Found[];
}

/**
 * The threads of an export from Disqus (XML of its schema 1.1), read as a stream. Comments that are spam or deleted are not
 * to be shown.
 * @throws CommandError when the file is not such an export
 */
export async function readDisqus(file: string): Promise<FoundThread[]> {
  const threads = new Map<string, Thread>();
  const parser = elements((name, element) => {
    if (name === 'thread') {
      const comments = threads.get(element.id)?.comments ?? [];
      threads.set(element.id, { page: element.text('link'), title: element.text('title'), comments });
    } else if (name === 'post') threadOf(threads, element.ids.get('thread') ?? '').comments.push(commentOf(element));
  });
  try {
    for await (const piece of fs.createReadStream(file, 'utf8')) parser.write(piece as string);
    parser.close();
  } catch (error) {
    throw new CommandError(`${file} is no export from Disqus: ${error instanceof Error ? error.message : ''}`);
  }
  if (!parser.isDisqus()) throw new CommandError(`${file} is no export from Disqus: it has no <disqus>`);
  return [...threads.values()];
}

/** Comments may stand before their thread. */
function threadOf(threads: Map<string, Thread>, id: string): Thread {
  const known = threads.get(id) ?? { page: '', title: '', comments: [] };
  threads.set(id, known);
  return known;
}

function commentOf(post: Element): Found {
  const isTrue = (name: string): boolean => post.text(name) === 'true';
  const waits = post.text('isApproved') === 'false';
  const at = Date.parse(post.text('createdAt'));
  return {
    id: post.id,
    parent: post.ids.get('parent') ?? null,
    name: post.text('author/name') || post.text('author/username'),
    email: post.text('author/email'),
    message: textOfHtml(post.text('message')),
    at: Number.isNaN(at) ? 0 : Math.max(0, at),
    state: isTrue('isDeleted') || isTrue('isSpam') ? null : waits ? 'pending' : 'approved',
  };
}

/** A child of the document: what is in its own children, and which other elements they name. */
interface Element {
  readonly id: string;
  readonly ids: ReadonlyMap<string, string>;
  /** Of a child, or of a child's child: `author/name`. */
  text(path: string): string;
}

/** Calls back with each child of the document when it is whole. Entities are those of XML only; none is expanded. */
function elements(ended: (name: string, element: Element) => void) {
  const parser = new SaxesParser({ xmlns: false });
  const path: string[] = [];
  let root = '';
  let id = '';
  let ids = new Map<string, string>();
  let texts = new Map<string, string>();
  parser.on('opentag', ({ name, attributes }) => {
    const named = attributes['dsq:id'] ?? '';
    path.push(name);
    if (path.length === 1) root = name;
    if (path.length === 2) [id, ids, texts] = [named, new Map(), new Map()];
    if (path.length === 3 && named !== '') ids.set(name, named);
  });
  const add = (text: string): void => {
    const place = path.slice(2).join('/');
    if (path.length > 2) texts.set(place, (texts.get(place) ?? '') + text);
  };
  parser.on('text', add);
  parser.on('cdata', add);
  parser.on('closetag', ({ name }) => {
    const [whole, its] = [texts, { id, ids }];
    if (path.length === 2) ended(name, { ...its, text: (place) => (whole.get(place) ?? '').trim() });
    path.pop();
  });
  parser.on('error', (error) => {
    throw error;
  });
  return {
    write: (piece: string) => void parser.write(piece),
    close: () => void parser.close(),
    isDisqus: () => root === 'disqus',
  };
}
