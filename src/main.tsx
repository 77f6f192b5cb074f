/** @file Starts the page: the experiment of its link, its recording, the screen. Nothing of the engine loads here. */
import { createRoot } from 'react-dom/client';
import { mirrorAddress, readAddress } from './store/experiment/address.ts';
import { playRecordings } from './store/recorded/playback.ts';
import { Pages } from './ui/Pages.tsx';
import './ui/styles/tokens.css';
import './ui/styles/base.css';
import './ui/styles/shell.css';
import './ui/styles/files.css';
import './ui/styles/controls.css';
import './ui/styles/charts.css';
import './ui/styles/explorer.css';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');

await readAddress(location.search);
mirrorAddress();
playRecordings();
createRoot(root).render(<Pages />);
