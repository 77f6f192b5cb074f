/** @file Starts the page: the experiment of its link, what is recorded of it, the screen. Nothing of the engine loads here. */
import { createRoot } from 'react-dom/client';
import { browserSurroundings } from './store/browser.ts';
import { createPage } from './store/page.ts';
import { PartError } from './store/parts/part.ts';
import { PageContext } from './ui/PageContext.ts';
import { Pages } from './ui/Pages.tsx';
import './ui/styles/tokens.css';
import './ui/styles/base.css';
import './ui/styles/shell.css';
import './ui/styles/files.css';
import './ui/styles/controls.css';
import './ui/styles/charts.css';
import './ui/styles/explorer.css';
import './ui/styles/terms.css';
import './ui/styles/lessons.css';
import './ui/styles/projector.css';
import './ui/styles/share.css';
import './ui/styles/views.css';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');

const page = createPage(browserSurroundings());
await page.open(location.search);
createRoot(root, {
  // The page itself says what could not be loaded; anything else is a fault of ours.
  onCaughtError: (error) => {
    if (!(error instanceof PartError)) console.error(error);
  },
}).render(
  <PageContext value={page}>
    <Pages />
  </PageContext>,
);
