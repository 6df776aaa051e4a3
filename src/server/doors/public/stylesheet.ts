import fs from 'node:fs';

/** Beside the threads: no thread can have this name. */
export const STYLESHEET_PATH = '/public/-/style.css';

/** What the web app's colours, letters and distances are called, and what they are; the build puts it in. */
const tokens = fs.readFileSync(new URL('../../../web/app/styles/tokens.css', import.meta.url), 'utf8');

/** The look of the web app, for pages that need nothing else of it. */
export const stylesheet = `${tokens}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body {
  margin: 0;
  padding: var(--s-4);
  background: var(--desk);
  color: var(--ink);
  font: var(--t-m) / var(--leading) var(--font);
  overflow-wrap: anywhere;
}
main {
  max-width: 720px;
  margin: var(--s-5) auto;
  padding: var(--s-5);
  border: 1px solid var(--line);
  border-radius: var(--radius-l);
  background: var(--sheet);
  /* What the tag for other sites takes where it is at home. */
  --waxwing-accent: var(--wax);
}
h1, h2 { margin: 0 0 var(--s-4); line-height: 1.2; letter-spacing: -0.01em; }
h1 { font-size: var(--t-xl); }
h2 { font-size: var(--t-l); }
p { margin: 0 0 var(--s-2); }
a { color: var(--wax-strong); text-underline-offset: 2px; }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; }
.order { display: flex; gap: var(--s-4); margin-bottom: var(--s-4); font-size: var(--t-s); }
.order [aria-current] { color: var(--ink); font-weight: 600; text-decoration: none; }
.notice { padding: var(--s-3); border-radius: var(--radius-m); background: var(--ok-tint); color: var(--ok); }
.sorry { background: var(--warn-tint); color: var(--warn); }
.comments { margin: 0; padding: 0; list-style: none; }
.comments .comments { margin-inline-start: var(--s-1); padding-inline-start: var(--s-4); border-inline-start: 2px solid var(--line); }
article { padding: var(--s-3) 0; font-size: var(--t-m); }
article:target { outline: 2px solid var(--line); outline-offset: 4px; border-radius: var(--radius-s); }
article header { margin-bottom: var(--s-1); }
article > p { font-size: var(--t-s); }
.time, .feed a { color: var(--ink-2); font-size: var(--t-s); }
.gone, .waits { color: var(--ink-2); font-style: italic; }
/* A pile of marks reaches no further than its own comment. */
.message { overflow: hidden; }
.message p { white-space: break-spaces; }
blockquote { margin: 0 0 var(--s-2); padding-inline-start: var(--s-3); border-inline-start: 3px solid var(--line); color: var(--ink-2); }
code, pre { font: 0.875em var(--mono); }
code { padding: 1px var(--s-1); border-radius: var(--radius-s); background: var(--hover); }
pre { margin: 0 0 var(--s-2); padding: var(--s-3); border-radius: var(--radius-m); background: var(--hover); white-space: pre-wrap; }
pre code { padding: 0; background: none; }
summary { width: fit-content; color: var(--ink-2); font-size: var(--t-s); cursor: pointer; }
details form { margin: var(--s-2) 0; }
form#form { margin-top: var(--s-5); padding-top: var(--s-5); border-top: 1px solid var(--line); }
.names { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(200px, 100%), 1fr)); gap: 0 var(--s-4); }
.field { display: flex; flex-direction: column; gap: var(--s-1); margin-bottom: var(--s-4); }
.field p { margin: 0; }
.names .field { justify-content: end; }
label { font-size: var(--t-s); font-weight: 600; }
label span { color: var(--ink-2); font-weight: 400; }
.hint { color: var(--ink-2); font-size: var(--t-s); }
.problem { color: var(--danger); font-size: var(--t-s); }
input, textarea {
  width: 100%;
  min-height: 46px;
  padding: 10px var(--s-3);
  border: 1px solid var(--ink-3);
  border-radius: var(--radius-m);
  background: var(--paper);
  color: inherit;
  font: inherit;
  font-size: 1rem;
}
textarea { display: block; resize: vertical; }
input:focus-visible, textarea:focus-visible { border-color: var(--focus); outline: 3px solid var(--halo); outline-offset: 0; }
[aria-invalid] { border-color: var(--danger); }
button {
  min-height: var(--target);
  padding: 0 var(--s-5);
  border: 1px solid transparent;
  border-radius: var(--radius-full);
  background: var(--wax);
  color: var(--on-wax);
  font: inherit;
  font-weight: 600;
  cursor: pointer;
}
button:hover { background: var(--wax-strong); }
details button { margin-top: var(--s-2); }
.quiet { border-color: var(--line); background: transparent; color: var(--danger); }
.quiet:hover { background: var(--hover); }
.feed { margin: var(--s-5) 0 0; }
.home { margin: var(--s-4) 0 0; }
.trap { position: absolute; left: -10000px; width: 1px; height: 1px; overflow: hidden; }
@media (max-width: 480px) {
  body { padding: 0; }
  main { min-height: 100dvh; margin: 0 auto; padding: var(--s-4); border: 0; border-radius: 0; }
  .comments .comments { margin-inline-start: 0; padding-inline-start: 10px; }
}
`.trimStart();
