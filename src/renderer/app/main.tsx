// Entry of the window: puts the application into the page.
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';

const root = document.getElementById('root');
if (root === null) throw new Error('expected an element "root" in index.html, found none');
createRoot(root).render(<App />);
