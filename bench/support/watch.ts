/** What measures in the page, by its own clock: from when somebody did something to the paint that shows it. */
export const WATCH = `
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const painted = async () => {
    await frame();
    await new Promise((resolve) => { const { port1, port2 } = new MessageChannel(); port1.onmessage = resolve; port2.postMessage(0); });
    return performance.now();
  };
  const log = () => document.querySelector('[role=log]:not([data-opening])');
  const stands = (to) => {
    const [, , id, , key] = to.split('/');
    if (key) return document.querySelector('[data-message="' + key + '"][data-highlighted]') !== null;
    const isOpen = document.querySelector('a[aria-current=page][href="/c/' + id + '"]') !== null;
    return isOpen && log()?.querySelector('article') != null;
  };
  globalThis.standing = async (to) => {
    while (!stands(to)) await frame();
    return painted();
  };
  globalThis.going = async (to) => {
    const begun = performance.now();
    history.pushState(null, '', to);
    while (!stands(to)) await frame();
    return (await painted()) - begun;
  };
  addEventListener('keydown', async ({ timeStamp }) => {
    const stroke = (await painted()) - timeStamp;
    globalThis.strokes?.push(stroke);
  }, true);
  globalThis.pasteBegins = () => {
    globalThis.pasted = new Promise((resolve) => {
      addEventListener('paste', ({ timeStamp }) => painted().then((now) => resolve(now - timeStamp)), { once: true, capture: true });
    });
  };
  const hits = () => [...document.querySelectorAll('a[data-hit] mark')];
  const searchEnds = () => document.querySelector('section[aria-busy=false] a[data-hit]') !== null;
  globalThis.searchBegins = () => {
    globalThis.found = new Promise((resolve) => {
      addEventListener('input', async ({ target, timeStamp }) => {
        const last = target.value.split(' ').at(-1);
        const shows = () => hits().length > 0 && hits().some(({ textContent }) => textContent === last);
        while (!shows()) await frame();
        const shown = (await painted()) - timeStamp;
        while (!searchEnds()) await frame();
        resolve({ shown, counted: performance.now() - timeStamp });
      }, { once: true, capture: true });
    });
  };
  globalThis.scrolled = async (frames, turn) => {
    const times = [];
    let before = await frame();
    for (let count = 0; count < frames; count++) {
      log().scrollBy(0, -turn);
      const now = await frame();
      times.push(now - before);
      before = now;
    }
    return times;
  };
`;
