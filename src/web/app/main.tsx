// First of all: what is imported runs in this order.
import { connecting } from './worker/connecting.ts';
import './styles/base.css';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { startLanguage } from './session/language.ts';
import { watchForInstalling } from './session/installing.ts';
import { keepApp } from './session/newVersion.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('no root in the page');
watchForInstalling();
await startLanguage();
createRoot(root).render(<App connecting={connecting} />);
void keepApp();
