import type { Comment, MoreAnswers } from '../../../protocol/comments.ts';
import { limits } from '../../../protocol/limits.ts';
import { html, type Html } from './html.ts';
import { messageHtml } from './markupHtml.ts';
import { addressOf, pathOf } from './names.ts';
import type { PageView } from './view.ts';
import type { PublicWords } from './publicWords.ts';

const DEEPEST = 3;

/** The comments of a page, each with its answers below it. */
export function commentsHtml(view: PageView): Html {
  const { comments, more } = view.page;
  const here = new Set(comments.map(({ comment }) => comment));
  const [first] = comments;
  // What answers a comment of another page stands below the one that began all of it.
  const placeOf = ({ parent }: Comment): string | null =>
    parent === null || here.has(parent) ? parent : (first?.comment ?? null);
  const answers = Map.groupBy(comments, placeOf);
  const rest = new Map(more.map((one) => [one.comment, one]));
  return listHtml(null, 1);

  function listHtml(parent: string | null, depth: number): Html {
    const comments = answers.get(parent) ?? [];
    if (comments.length === 0) return html``;
    const items = comments.map(
      (comment) =>
        html`<li>
          ${commentHtml(view, comment, depth)}${depth < DEEPEST ? listHtml(comment.comment, depth + 1) : null}
          ${restHtml(view, rest.get(comment.comment))}
        </li>`,
    );
    return html`<ol class="comments">
      ${items}
    </ol>`;
  }
}

/** The way to answers that are on a page of their own. */
function restHtml({ page, words }: PageView, rest: MoreAnswers | undefined): Html | null {
  if (rest === undefined) return null;
  const { comment, answers, after } = rest;
  return html`<p><a href="${addressOf(page, { answers: comment, after })}">${words.moreAnswers(answers)}</a></p>`;
}

function commentHtml(view: PageView, comment: Comment, depth: number): Html {
  const { words, page } = view;
  const { comment: id, name, message, waiting, editableUntil } = comment;
  if (message === '') return html`<article id="c-${id}"><p class="gone">${words.gone}</p></article>`;
  const mayReply = page.form !== null && depth < DEEPEST && !waiting;
  return html`<article id="c-${id}">
    <header><strong dir="auto" id="n-${id}">${name}</strong> ${timeHtml(comment, words)}</header>
    ${waiting ? html`<p class="waits">${words.waits}</p>` : null}
    <div class="message" dir="auto">${messageHtml(message)}</div>
    ${mayReply ? replyHtml(view, id) : null} ${editableUntil === null ? null : changeHtml(view, comment)}
  </article>`;
}

/** A link that says whom it answers, for who cannot see where it stands. */
const replyHtml = ({ page, words, part }: PageView, id: string): Html =>
  html`<p>
    <a id="r-${id}" href="${addressOf(page, { ...part, reply: id })}#form" aria-labelledby="r-${id} n-${id}"
      >${words.reply}</a
    >
  </p>`;

function timeHtml({ comment, at, editedAt }: Comment, words: PublicWords): Html {
  const format = new Intl.DateTimeFormat(words.language, { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' });
  const edited = editedAt === null ? '' : ` (${words.edited})`;
  return html`<a class="time" href="#c-${comment}"
      ><time datetime="${new Date(at).toISOString()}">${format.format(at)} UTC</time></a
    >${edited}`;
}

/** What its author may still do with it. Two steps, so that nothing goes by a slip. */
function changeHtml({ page, words, refusedEdit }: PageView, { comment, message }: Comment): Html {
  const refused = refusedEdit?.comment === comment ? refusedEdit : null;
  const field = `edit-${comment}`;
  const action = `${pathOf(page.thread)}/${comment}`;
  const problem =
    refused === null
      ? null
      : html`<p class="problem" id="${field}-problem">${words.problem(refused.problem, limits.comment)}</p>`;
  return html`<details${refused === null ? null : html` open`}><summary>${words.change}</summary>
<form method="post" action="${action}" novalidate><input type="hidden" name="act" value="edit"><label for="${field}">${words.message}</label>${problem}
<textarea id="${field}" name="message" rows="6" dir="auto" required${refused === null ? null : html` aria-invalid="true" aria-describedby="${field}-problem" autofocus`}>
${refused === null ? message : refused.typed}</textarea>
<button>${words.save}</button></form>
<form method="post" action="${action}"><input type="hidden" name="act" value="delete"><button class="quiet">${words.remove}</button></form></details>`;
}
