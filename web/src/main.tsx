// Starts the application.

import { render } from 'preact';
import { App } from './app';
import './styles/base.css';
import './styles/controls.css';
import './styles/home.css';
import './styles/film-page.css';

const root = document.getElementById('app');
if (root !== null) render(<App />, root);
