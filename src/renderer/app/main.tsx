// Entry of the window: puts the application into the page.
import './jitless.ts';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { connectStores } from '../lib/live/connectStores.ts';
import { loadPreferences } from '../lib/preferences.ts';
import '../ui/tokens.css';
import '../ui/ui.css';
import '../ui/fields.css';
import '../ui/tables.css';
import '../ui/overlays.css';
import '../ui/content.css';
import '../charts/charts.css';
import { App } from './App.tsx';

const root = document.getElementById('root');
if (root === null) throw new Error('expected an element "root" in index.html, found none');
void loadPreferences();
connectStores();
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
