import { make } from '../dom.ts';
import { readLanguage } from '../words/language.ts';
import { openConversation } from './conversation.ts';
import css from './page.css?inline';
import { pageWords } from './pageWords.ts';
import { PrivatePage } from './privatePage.ts';

// The page behind a visitor's private link: what it shows is opened here, with the secret in the link's fragment.

const { language } = readLanguage(navigator.language);
document.documentElement.lang = language;
const sheet = new CSSStyleSheet();
sheet.replaceSync(css);
document.adoptedStyleSheets.push(sheet);

const main = document.querySelector('main');
const conversation = openConversation(location.pathname.split('/').at(-1) ?? '', location.hash.slice(1));
if (main && conversation) new PrivatePage(main, conversation).open();
else main?.replaceChildren(make('p', { class: 'notice sorry', role: 'alert' }, pageWords[language].broken));
addEventListener('hashchange', () => location.reload());
