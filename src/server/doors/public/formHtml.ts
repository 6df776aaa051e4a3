import { fieldNames, type FieldName } from '../../../protocol/comments.ts';
import { limits } from '../../../protocol/limits.ts';
import { html, type Html } from './html.ts';
import { addressOf, pathOf } from './names.ts';
import type { PageView } from './view.ts';

/** The form for a comment, with what is wrong at each field; or that none is taken. */
export function formHtml(view: PageView): Html {
  const { page, words } = view;
  if (page.form === null) return html`<p class="hint">${words.closed}</p>`;
  const answered = page.comments.find(({ comment, message }) => comment === view.replyTo && message !== '');
  return html`<form id="form" method="post" action="${pathOf(page.thread)}" novalidate>
    <h2 dir="auto">${answered === undefined ? words.write : words.replyTo(answered.name)}</h2>
    ${
      answered === undefined
        ? null
        : html`<p><a href="${addressOf(page)}#form">${words.noReply}</a></p>
            <input type="hidden" name="parent" value="${answered.comment}" />`
    }
    <input type="hidden" name="token" value="${page.form.token}" />
    <div class="names">${inputHtml(view, 'name', 'given-name')}${inputHtml(view, 'surname', 'family-name')}</div>
    ${inputHtml(view, 'email', 'email')}
    ${fieldHtml(
      view,
      'message',
      (attributes) =>
        html`<textarea ${attributes} rows="8" required>${`\n${view.refused?.typed.message ?? ''}`}</textarea>`,
    )}
    ${trapHtml(words.leaveEmpty)}
    <button>${words.send}</button>
  </form>`;
}

function inputHtml(view: PageView, field: 'name' | 'surname' | 'email', autocomplete: string): Html {
  const kind = field === 'email' ? html`type="email" inputmode="email"` : html`type="text"`;
  const required = field === 'surname' ? null : html` required`;
  const value = view.refused?.typed[field] ?? '';
  return fieldHtml(
    view,
    field,
    (attributes) => html`<input ${attributes} ${kind} autocomplete="${autocomplete}" value="${value}" ${required} />`,
  );
}

const longest: Readonly<Record<FieldName, number>> = {
  name: limits.visitorName,
  surname: limits.visitorName,
  email: limits.visitorEmail,
  message: limits.comment,
};

/**
 * A field with its label, its hint and its problem; the first that is wrong has the focus. (Where an address names a place,
 * browsers go there instead, so the form's own names none.)
 */
function fieldHtml({ words, refused }: PageView, field: FieldName, control: (attributes: Html) => Html): Html {
  const problem = refused?.problems[field];
  const first = fieldNames.find((name) => refused?.problems[name] !== undefined);
  const hint = field === 'email' ? words.emailHint : field === 'message' ? words.messageHint : null;
  const described = [problem === undefined ? '' : `${field}-problem`, hint === null ? '' : `${field}-hint`]
    .join(' ')
    .trim();
  const attributes = html`id="${field}" name="${field}"
  dir="auto"${described === '' ? null : html` aria-describedby="${described}"`}${problem === undefined ? null : html` aria-invalid="true"`}${field === first ? html` autofocus` : null}`;
  return html`<div class="field">
    <label for="${field}">${words[field]}${field === 'surname' ? html` <span>(${words.optional})</span>` : null}</label>
    ${hint === null ? null : html`<p class="hint" id="${field}-hint">${hint}</p>`}${problem === undefined ? null : html`<p class="problem" id="${field}-problem">${words.problem(problem, longest[field])}</p>`}
    ${control(attributes)}
  </div>`;
}

/** Programs fill in every field; nobody who reads, listens or moves by keys comes across this one. */
const trapHtml = (label: string): Html =>
  html`<div class="trap" aria-hidden="true">
    <label for="website">${label}</label><input id="website" name="website" tabindex="-1" autocomplete="off" />
  </div>`;
