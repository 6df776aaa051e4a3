import './styles/base.css';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { chosenTheme, showTheme } from './session/theme.ts';
import { connect } from './worker/connect.ts';

showTheme(chosenTheme());
const root = document.getElementById('root');
if (root === null) throw new Error('no root in the page');
createRoot(root).render(<App connect={connect} />);
