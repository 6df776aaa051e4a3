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
  show();
  more.addEventListener('change', show);
})();
