/** Beside the threads: no thread can have this name. */
export const STYLESHEET_PATH = '/public/-/style.css';

/** The look of the web app, for pages that need nothing else of it. */
export const stylesheet = `
:root {
  color-scheme: light dark;
  --desk: light-dark(#efece6, #141210);
  --paper: light-dark(#fbfaf7, #1b1917);
  --sheet: light-dark(#ffffff, #221f1c);
  --hover: light-dark(#f3f0ea, #292521);
  --line: light-dark(#e2ddd3, #35302a);
  --ink: light-dark(#23201c, #f0ebe3);
  --ink-2: light-dark(#5e574d, #bdb4a6);
  --ink-3: light-dark(#6b6358, #9c9385);
  --wax: light-dark(#a8321f, #e2735f);
  --wax-strong: light-dark(#8b2616, #f08d7b);
  --on-wax: light-dark(#ffffff, #1b0f0c);
  --ok: light-dark(#2e6b45, #86c79d);
  --ok-tint: light-dark(#e2efe5, #1d3125);
  --warn: light-dark(#8a5a00, #e3b562);
  --warn-tint: light-dark(#f8ecd2, #372a12);
  --danger: light-dark(#b3261e, #f2867c);
  --focus: light-dark(#1f5fbf, #8db8ff);
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body {
  margin: 0;
  padding: 16px;
  background: var(--desk);
  color: var(--ink);
  font: 0.9375rem / 1.5 ui-sans-serif, system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif;
  overflow-wrap: anywhere;
}
main {
  max-width: 720px;
  margin: 0 auto;
  padding: 24px;
  border-radius: 16px;
  background: var(--sheet);
}
h1, h2 { margin: 0 0 16px; line-height: 1.2; letter-spacing: -0.01em; }
h1 { font-size: 1.5rem; }
h2 { font-size: 1.125rem; }
p { margin: 0 0 8px; }
a { color: var(--wax-strong); text-underline-offset: 2px; }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; }
.order { display: flex; gap: 16px; margin-bottom: 16px; font-size: 0.8125rem; }
.order [aria-current] { color: var(--ink); font-weight: 600; text-decoration: none; }
.notice { padding: 12px; border-radius: 10px; background: var(--ok-tint); color: var(--ok); }
.sorry { background: var(--warn-tint); color: var(--warn); }
.comments { margin: 0; padding: 0; list-style: none; }
.comments .comments { margin-left: 4px; padding-left: 16px; border-left: 2px solid var(--line); }
article { padding: 12px 0; font-size: 0.9375rem; }
article:target { outline: 2px solid var(--line); outline-offset: 4px; border-radius: 6px; }
article header { margin-bottom: 4px; }
article > p { font-size: 0.8125rem; }
.time, .feed a { color: var(--ink-2); font-size: 0.8125rem; }
.gone, .waits { color: var(--ink-2); font-style: italic; }
/* A pile of marks reaches no further than its own comment. */
.message { overflow: hidden; }
.message p { white-space: break-spaces; }
blockquote { margin: 0 0 8px; padding-left: 12px; border-left: 3px solid var(--line); color: var(--ink-2); }
code, pre { font: 0.875em ui-monospace, 'SF Mono', 'Cascadia Mono', Menlo, monospace; }
code { padding: 1px 4px; border-radius: 6px; background: var(--hover); }
pre { margin: 0 0 8px; padding: 12px; border-radius: 10px; background: var(--hover); white-space: pre-wrap; }
pre code { padding: 0; background: none; }
summary { width: fit-content; color: var(--ink-2); font-size: 0.8125rem; cursor: pointer; }
details form { margin: 8px 0; }
form#form { margin-top: 24px; padding-top: 24px; border-top: 1px solid var(--line); }
.names { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(200px, 100%), 1fr)); gap: 0 16px; }
.field { display: flex; flex-direction: column; gap: 4px; margin-bottom: 16px; }
.field p { margin: 0; }
.names .field { justify-content: end; }
label { font-size: 0.8125rem; font-weight: 600; }
label span { color: var(--ink-2); font-weight: 400; }
.hint { color: var(--ink-2); font-size: 0.8125rem; }
.problem { color: var(--danger); font-size: 0.8125rem; }
input, textarea {
  width: 100%;
  min-height: 46px;
  padding: 10px 12px;
  border: 1px solid var(--ink-3);
  border-radius: 10px;
  background: var(--paper);
  color: inherit;
  font: inherit;
  font-size: 1rem;
}
textarea { display: block; resize: vertical; }
[aria-invalid] { border-color: var(--danger); }
button {
  min-height: 44px;
  padding: 0 24px;
  border: 1px solid transparent;
  border-radius: 999px;
  background: var(--wax);
  color: var(--on-wax);
  font: inherit;
  font-weight: 600;
  cursor: pointer;
}
button:hover { background: var(--wax-strong); }
details button { margin-top: 8px; }
.quiet { border-color: var(--line); background: transparent; color: var(--danger); }
.quiet:hover { background: var(--hover); }
.feed { margin: 24px 0 0; }
.trap { position: absolute; left: -10000px; width: 1px; height: 1px; overflow: hidden; }
@media (max-width: 480px) {
  body { padding: 0; }
  main { padding: 16px; border-radius: 0; }
  .comments .comments { margin-left: 0; padding-left: 10px; }
}
`.trimStart();
