import fs from 'node:fs';
import { SiteOrigin, ThreadKey, ThreadPolicy } from '../protocol/comments.ts';
import { limits } from '../protocol/limits.ts';
import { oneLine } from '../protocol/oneLine.ts';
import { none, one, type Act } from './act.ts';
import { readDisqus } from './import/disqus.ts';
import { imported, type ImportedThread } from './import/imported.ts';
import { readIsso } from './import/isso.ts';
import type { Parsed } from './parse.ts';
import { CommandError, UsageError } from './usage.ts';

interface Thread {
  readonly thread: string;
  readonly mode: string;
  readonly policy: string;
  readonly count: number;
  readonly pending: number;
}
interface Site {
  readonly site: string;
  readonly policy: string | null;
  readonly threads: number;
}
interface Waiting {
  readonly comment: string;
  readonly thread: string;
  readonly name: string;
  readonly message: string;
}

const asked = (request: object): object => ({ act: 'threads', asked: request });
const verdicts: Readonly<Record<string, string>> = {
  approve: 'approved',
  reject: 'rejected',
  spam: 'spam',
  delete: 'deleted',
};

/** What an admin does with the comments of websites. */
export const threadActs: Record<string, Act> = {
  threads: {
    usage: 'threads',
    does: 'the public threads, how many comments are shown and wait, and the sites that are set up',
    request: (words) => asked({ act: 'list', ...none(words) }),
    show: ({ threads, sites }: { threads: readonly Thread[]; sites: readonly Site[] }) => [
      ...threads.map(threadLine),
      ...sites.map(siteLine),
    ],
  },
  thread: {
    usage: 'thread KEY [--policy open|approval|closed] [--site ORIGIN]... [--title TEXT] [--contact --to NAME...]',
    does: 'makes a thread, a name or the address of a page, or changes one; with --contact a form that NAME answers',
    options: ['policy', 'site', 'title', 'contact', 'to'],
    request: (words, options) => asked({ act: 'thread', thread: keyOf(one(words, 'KEY')), ...settingsOf(options) }),
    show: (thread: Thread) => [threadLine(thread)],
  },
  site: {
    usage: 'site ORIGIN [open|approval|closed|off]',
    does: 'pages of ORIGIN have threads by themselves, of that policy (approval), or not any more',
    request([origin, policy = 'approval', ...rest]) {
      if (rest.length > 0) throw new UsageError('site ORIGIN, or with open, approval, closed or off');
      return asked({ act: 'site', site: originOf(origin ?? ''), policy: policy === 'off' ? null : policyOf(policy) });
    },
    show: (site: Site) => [siteLine(site)],
  },
  comments: {
    usage: 'comments [approve|reject|spam|delete ID]',
    does: 'comments that wait, the newest 100; or what becomes of one',
    request([word, comment, ...rest]) {
      if (word === undefined) return asked({ act: 'comments' });
      const verdict = verdicts[word];
      if (verdict === undefined || comment === undefined || rest.length > 0)
        throw new UsageError('comments, or with approve, reject, spam or delete, and an ID');
      return asked({ act: 'judge', comment, verdict });
    },
    show: (shown: readonly Waiting[] | { pending: number }) =>
      'pending' in shown
        ? [`done; waiting: ${shown.pending}`]
        : shown.map((each) => `${each.comment}  ${each.thread}  ${oneLine(each.name)}: ${oneLine(each.message)}`),
  },
  'import-comments': {
    usage: 'import-comments FILE [--site ORIGIN]',
    does: 'brings the comments of an export from Disqus, or of the database of an Isso at ORIGIN',
    options: ['site'],
    request: () => asked({ act: 'list' }),
    requests: async (words, { lists }) => batchesOf(await threadsIn(one(words, 'FILE'), lists['site'] ?? [])),
    show: (answers: readonly { brought: number }[]) => [
      `brought: ${answers.reduce((sum, { brought }) => sum + brought, 0)}`,
    ],
  },
  'rotate-cookie-secret': {
    usage: 'rotate-cookie-secret',
    does: "a new key signs visitors' cookies and forms; those of the key before it are good until the next time",
    request: (words) => asked({ act: 'rotate', ...none(words) }),
    show: () => ['a new key signs'],
  },
};

const threadLine = ({ thread, mode, policy, count, pending }: Thread): string =>
  `${thread}  ${mode === 'contact' ? 'contact' : policy}  shown ${count}, waiting ${pending}`;

function siteLine({ site, policy, threads }: Site): string {
  if (policy === null) return `pages of ${site} make no threads, there are ${threads}`;
  const most = limits.threadsPerSite;
  const full = threads >= most ? ': as many as there may be, no more are made until some are removed' : '';
  return `pages of ${site} are ${policy}, ${threads} of ${most} threads${full}`;
}

function settingsOf({ values, lists, flags }: Parsed): object {
  const { policy, title } = values;
  const { site, to } = lists;
  if (flags.has('contact') !== (to !== undefined)) throw new UsageError('--contact goes with --to NAME');
  return {
    ...(policy !== undefined && { policy: policyOf(policy) }),
    ...(title !== undefined && { title }),
    ...(site && { sites: site.map(originOf) }),
    ...(to && { answerers: to }),
  };
}

function keyOf(text: string): string {
  const { data } = ThreadKey.safeParse(text);
  if (data !== undefined) return data;
  throw new UsageError('KEY is a name of a-z 0-9 . _ -, or the address of a page without what follows #');
}

function policyOf(text: string): string {
  const { data } = ThreadPolicy.safeParse(text);
  if (data) return data;
  throw new UsageError('the policy is open, approval or closed');
}

function originOf(text: string): string {
  const { data } = SiteOrigin.safeParse(text);
  if (data !== undefined) return data;
  throw new UsageError('ORIGIN is like https://example.org');
}

async function threadsIn(file: string, sites: readonly string[]): Promise<ImportedThread[]> {
  const [site] = sites.map(originOf);
  const isDatabase = startsWith(file, 'SQLite format 3\0');
  if (isDatabase && site === undefined) throw new UsageError('an Isso database wants --site ORIGIN of its pages');
  const found = isDatabase ? readIsso(file, site ?? '') : await readDisqus(file);
  return found.flatMap((thread) => imported(thread, isDatabase ? 'isso' : 'disqus') ?? []);
}

function startsWith(file: string, mark: string): boolean {
  if (!fs.existsSync(file)) throw new CommandError(`there is no file ${file}`);
  const handle = fs.openSync(file, 'r');
  const start = Buffer.alloc(mark.length);
  fs.readSync(handle, start);
  fs.closeSync(handle);
  return start.toString('latin1') === mark;
}

/** Some comments of one thread each, in order. */
function batchesOf(threads: readonly ImportedThread[]): object[] {
  return threads.flatMap(({ thread, title, comments }) => {
    const count = Math.ceil(comments.length / limits.importBatch);
    return Array.from({ length: count }, (_, at) => {
      const some = comments.slice(at * limits.importBatch, (at + 1) * limits.importBatch);
      return asked({ act: 'import', thread, title, comments: some });
    });
  });
}
