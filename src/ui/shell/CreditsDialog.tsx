/** @file Whose work is in here, and under which licences. */
import { catalogue } from '../../data/catalogue.ts';
import { usePage } from '../PageContext.ts';
import { Dialog } from './Dialog.tsx';

interface Work {
  work: string;
  author: string;
  licence: string;
  url: string;
}

const software: readonly Work[] = [
  {
    work: 'TensorFlow.js',
    author: 'Google LLC',
    licence: 'Apache-2.0',
    url: 'https://www.tensorflow.org/js',
  },
  { work: 'ml-matrix', author: 'mljs', licence: 'MIT', url: 'https://github.com/mljs/matrix' },
  { work: 'React', author: 'Meta Platforms, Inc.', licence: 'MIT', url: 'https://react.dev' },
  { work: 'Recharts', author: 'Recharts Group', licence: 'MIT', url: 'https://recharts.org' },
  { work: 'Zustand', author: 'Poimandres', licence: 'MIT', url: 'https://zustand.docs.pmnd.rs' },
  { work: 'uqr', author: 'Anthony Fu', licence: 'MIT', url: 'https://github.com/unjs/uqr' },
  { work: 'Zod', author: 'Colin McDonnell', licence: 'MIT', url: 'https://zod.dev' },
  { work: 'Inter', author: 'The Inter Project Authors', licence: 'OFL-1.1', url: 'https://rsms.me/inter/' },
];

export default function CreditsDialog() {
  const { openDialog } = usePage().view;
  return (
    <Dialog title="Credits and licences" onClose={() => openDialog(null)}>
      <p>AdaSim Playground is free software under the MIT licence. It stands on:</p>
      {Object.values(catalogue).map(({ name, title, credits }) => (
        <section key={name}>
          <h3>{title}</h3>
          {credits.length === 0 ? <p>Drawn by the app itself.</p> : <Works works={credits} />}
        </section>
      ))}
      <h3>Software and type</h3>
      <Works works={software} />
    </Dialog>
  );
}

const Works = ({ works }: { works: readonly Work[] }) => (
  <ul className="works">
    {works.map(({ work, author, licence, url }) => (
      <li key={work}>
        <a href={url}>{work}</a> <span>{author}</span> <code>{licence}</code>
      </li>
    ))}
  </ul>
);
