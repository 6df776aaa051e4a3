// Before anything is drawn: the looks that were chosen, so that a page in the dark does not begin with a flash of light.
// session/appearance.ts keeps the choices, under the same names.
(() => {
  const page = document.documentElement.dataset;
  const more = matchMedia('(prefers-contrast: more)');
  const stored = (look) => {
    try {
      return localStorage.getItem(`waxwing.${look}`);
    } catch {
      return null; // Without storage it is as the system has it.
    }
  };
  const show = () => {
    for (const look of ['theme', 'contrast', 'density']) {
      const choice = stored(look) ?? (look === 'contrast' && more.matches ? 'more' : null);
      if (choice === null) delete page[look];
      else page[look] = choice;
    }
  };
  // What surrounds the page (a phone's bars, say) has the colour of the theme that shows.
  const colour = () => {
    for (const meta of document.querySelectorAll('meta[name="theme-color"]')) {
      const { scheme } = meta.dataset;
      const chosen = page.theme === scheme ? 'all' : 'not all';
      meta.media = page.theme === undefined ? `(prefers-color-scheme: ${scheme})` : chosen;
    }
  };
  show();
  colour();
  more.addEventListener('change', show);
  // Another tab has chosen.
  addEventListener('storage', show);
  new MutationObserver(colour).observe(document.documentElement, { attributeFilter: ['data-theme'] });
})();
