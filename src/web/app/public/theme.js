// Before anything is drawn: the theme that was chosen, so that a page in the dark does not begin with a flash of light.
// session/theme.ts keeps the choice, under the same name.
(() => {
  try {
    const theme = localStorage.getItem('waxwing.theme');
    if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
  } catch {
    // Without storage it is as the system has it.
  }
})();
