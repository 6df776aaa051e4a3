import type { Comment } from '../../../protocol/comments.ts';
import type { Drafts } from '../form/draft.ts';
import type { FormTokens } from '../form/tokens.ts';
import { createVisitorForm, type Sent, type Typed, type VisitorForm } from '../form/visitorForm.ts';
import type { FieldWords, ThreadWords } from '../words/words.ts';
import type { ThreadServer } from './server.ts';
import { sayWhy } from './why.ts';

export interface Writing {
  readonly server: ThreadServer;
  readonly tokens: FormTokens;
  readonly drafts: Drafts;
  readonly words: FieldWords;
  readonly threadWords: ThreadWords;
  readonly announce: (words: string) => void;
}

export interface WritingOptions {
  /** What is answered; null: nothing, the comment stands alone. */
  readonly answers: Pick<Comment, 'comment' | 'name'> | null;
  readonly written: (comment: Comment) => void;
  readonly cancel?: () => void;
}

/** The form for a comment: keeps what is typed, proves work, sends. */
export function createWritingForm(writing: Writing, options: WritingOptions): VisitorForm {
  const { server, tokens, drafts, words, threadWords, announce } = writing;
  const parent = options.answers?.comment ?? '';
  const submit = async (typed: Typed, website: string): Promise<Sent> => {
    const ready = await tokens.take().catch(() => undefined);
    if (ready === undefined) return { said: sayWhy({ is: 'unreachable' }, words) };
    if (ready === null) return { said: threadWords.closed };
    const answer = await server.write({ ...typed, website, parent, ...ready });
    if (answer.is === 'wrong') return { said: sayWhy(answer, words), problems: answer.fields };
    if (answer.is === 'refused') return { said: threadWords.closed };
    if (answer.is === 'gone') return { said: threadWords.gone };
    if (answer.is !== 'here') return { said: sayWhy(answer, words) };
    tokens.spend();
    drafts.forget(parent);
    options.written(answer.value);
    return { done: true };
  };
  return createVisitorForm({
    words,
    name: options.answers ? threadWords.replyTo(options.answers.name) : threadWords.comments,
    typed: drafts.read(parent),
    begun: () => tokens.begin(),
    changed(typed) {
      drafts.keep(parent, typed);
      tokens.begin();
    },
    submit,
    announce,
    ...(options.cancel && { cancel: options.cancel }),
  });
}
