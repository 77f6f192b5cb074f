import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { LiveTag } from './LiveTag.tsx';

it.each([
  ['optimizer.lr', 'step'],
  ['bootstrap.policy', 'epoch'],
  ['bootstrap.temperature', 'epoch'],
])('says that %s applies from the next %s', (path, when) => {
  expect(renderToStaticMarkup(<LiveTag path={path} />)).toContain(`from the next ${when}, without a restart`);
});

it('is not there where a setting waits for a restart', () => {
  expect(renderToStaticMarkup(<LiveTag path="batchSize" />)).toBe('');
});
