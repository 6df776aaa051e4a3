import { Button } from '../ui/Button.tsx';
import { useCopy } from '../ui/useCopy.ts';
import { t } from '../words/words.ts';
import styles from './Snippet.module.css';

interface SnippetProps {
  /** Null: each page has its own. */
  thread: string | null;
  mode?: 'comments' | 'contact';
}

/** The lines that put a thread onto a page. */
export function Snippet({ thread, mode = 'comments' }: SnippetProps) {
  const { copied, copy } = useCopy();
  const lines = snippetOf(location.origin, thread, mode);
  return (
    <div className={styles.snippet}>
      <pre className={styles.lines}>{lines}</pre>
      <Button look="quiet" onClick={() => void copy(lines)}>
        {t(copied ? 'copied' : 'copy')}
      </Button>
    </div>
  );
}

function snippetOf(origin: string, thread: string | null, mode: 'comments' | 'contact'): string {
  const key = thread === null ? '' : ` data-thread="${thread.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"`;
  const tag = `<script src="${origin}/embed.js"${key}${mode === 'contact' ? ' data-mode="contact"' : ''} async></script>`;
  if (thread === null) return tag;
  return `${tag}\n<noscript><a href="${origin}/public/${encodeURIComponent(thread)}">Comments</a></noscript>`;
}
