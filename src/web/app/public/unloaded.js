// Where the page's own script does not arrive (the network or the server went away between the two) nothing of the app
// runs: this says so, with a way out, in place of an empty page. The words stand here, because no other file is sure to be.
(() => {
  const words = {
    en: ['Waxwing did not load', 'The server cannot be reached. Check your connection and try again.', 'Try again'],
    de: [
      'Waxwing wurde nicht geladen',
      'Der Server ist nicht zu erreichen. Prüfe deine Verbindung und versuche es noch einmal.',
      'Noch einmal versuchen',
    ],
    fr: [
      'Waxwing ne s’est pas chargé',
      'Le serveur est injoignable. Vérifiez votre connexion et réessayez.',
      'Réessayer',
    ],
    es: [
      'Waxwing no se ha cargado',
      'No se puede llegar al servidor. Revisa tu conexión e inténtalo de nuevo.',
      'Intentar de nuevo',
    ],
  };
  const language = () => {
    let chosen = null;
    try {
      chosen = localStorage.getItem('waxwing.language');
    } catch {
      // Without storage it is the browser's.
    }
    return [chosen, ...navigator.languages].map((tag) => tag?.split('-')[0]).find((tag) => tag in words) ?? 'en';
  };
  const add = (parent, name, text) => {
    const element = document.createElement(name);
    element.textContent = text;
    parent.append(element);
    return element;
  };
  const say = () => {
    const spoken = language();
    const [heading, text, again] = words[spoken];
    const root = document.getElementById('root');
    document.documentElement.lang = spoken;
    const main = add(root, 'main', '');
    main.className = 'unloaded';
    const title = add(main, 'h1', heading);
    title.tabIndex = -1;
    title.focus();
    add(main, 'p', text);
    add(main, 'button', again).addEventListener('click', () => location.reload());
    addEventListener('online', () => location.reload());
  };
  addEventListener(
    'error',
    ({ target }) => {
      if (target instanceof HTMLScriptElement && target.type === 'module') say();
    },
    true,
  );
})();
