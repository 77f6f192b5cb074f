import { describe, expect, it } from 'vitest';
import { ConfigError } from './error.ts';
import { configFromPreset } from './presets.ts';
import { decodeExperiment, foreignPart } from './url.ts';

/** What mailers, social networks, analytics and embedding pages are known to add, and what anybody might. */
const foreign = [
  ...['fbclid', 'gclid', 'gclsrc', 'dclid', 'wbraid', 'gbraid', 'msclkid', 'yclid', 'twclid', 'ttclid'],
  ...['utm_source', 'utm_medium', 'utm_campaign', 'utm_term', 'utm_content', 'utm_id', '_ga', '_gl'],
  ...['igshid', 'igsh', 'li_fat_id', 'mc_cid', 'mc_eid', '_hsenc', '_hsmi', 'mkt_tok', 'vero_id', 'srsltid'],
  ...[
    '__theme',
    'theme',
    'embed',
    'ref',
    'ref_src',
    'source',
    'from',
    'via',
    'share',
    'si',
    's',
    't',
    'v',
    'q',
  ],
  ...['id', 'lang', 'hl', 'mode', 'page', 'debug', 'width', 'height', 'date', 'utm.source', 'a.b.c', ''],
  ...['__proto__', '__proto__.x', 'constructor', 'toString', 'epoch_of_the_whole', 'größe'],
];

/** Each with the sentence it is answered by. */
const meantForUs: [key: string, sentence: string][] = [
  ['bootstrap.topk', 'There is no setting called bootstrap.topk. Did you mean bootstrap.topK?'],
  ['bootstrap.topKK', 'There is no setting called bootstrap.topKK. Did you mean bootstrap.topK?'],
  ['Bootstrap.TopK', 'There is no setting called Bootstrap.TopK. Did you mean bootstrap.topK?'],
  ['bootstrap_topK', 'There is no setting called bootstrap_topK. Did you mean bootstrap.topK?'],
  ['botstrap.topK', 'There is no setting called botstrap.topK. Did you mean bootstrap.topK?'],
  ['optimiser.lr', 'There is no setting called optimiser.lr. Did you mean optimizer.lr?'],
  ['topK', 'There is no setting called topK. Did you mean bootstrap.topK?'],
  ['topk', 'There is no setting called topk. Did you mean bootstrap.topK?'],
  ['teacherTemperature.end', 'Did you mean loss.teacherTemperature.end?'],
  ['sed', 'There is no setting called sed. Did you mean seed?'],
  ['seeds', 'There is no setting called seeds. Did you mean seed?'],
  ['SEED', 'There is no setting called SEED. Did you mean seed?'],
  ['epoch', 'There is no setting called epoch. Did you mean epochs?'],
  ['batchsize', 'There is no setting called batchsize. Did you mean batchSize?'],
  ['batch_size', 'There is no setting called batch_size. Did you mean batchSize?'],
  ['presett', 'There is no setting called presett. Did you mean preset?'],
  ['Preset', 'There is no setting called Preset. Did you mean preset?'],
  ['backnd', 'There is no setting called backnd. Did you mean backend?'],
  ['arms', 'There is no setting called arms. Did you mean arm?'],
  [
    'bootstrap.neighbours',
    'There is no setting called bootstrap.neighbours; there are bootstrap.policy, bootstrap.topK, bootstrap.window, bootstrap.temperature, bootstrap.representation and bootstrap.includeSelf.',
  ],
  ['data.', 'There is no setting called data.; there are data.name, data.trainImages and data.testImages.'],
  ['date.images', 'There is no setting called date.images; there are data.name,'],
  ['loss.queueLength.x', 'Did you mean loss.queueLength?'],
  ['bootstrap', 'bootstrap is a group of settings; set one of them, such as bootstrap.policy.'],
  ['Bootstrap', 'There is no setting called Bootstrap; there are bootstrap.policy,'],
  ['backbone.widths', 'There is no setting called backbone.widths unless backbone.kind is resnet.'],
];

describe('a link that others have added to', () => {
  it.each(foreign)('is used as if %j were not there', (key) => {
    const query = `preset=quick&${key}=x&bootstrap.topK=9`;
    const { preset, arms } = decodeExperiment(query);
    expect(preset).toBe('quick');
    const quick = configFromPreset('quick');
    expect(arms).toEqual([{ config: { ...quick, bootstrap: { ...quick.bootstrap, topK: 9 } } }]);
    expect(foreignPart(query)).toBe(`${key}=x`);
  });

  it('keeps what it adds as it is written', () => {
    expect(foreignPart('?a=%20+b&preset=quick&&utm_source=x%26y&flag&arm=&a=2')).toBe(
      'a=%20+b&utm_source=x%26y&flag&a=2',
    );
    expect(foreignPart('')).toBe('');
  });
});

it.each(meantForUs)('a link with %j is refused, for that was meant for us', (key, sentence) => {
  const query = `preset=quick&${key}=9`;
  expect(() => decodeExperiment(query)).toThrow(ConfigError);
  expect(() => decodeExperiment(query)).toThrow(sentence);
  expect(foreignPart(query)).toBe('');
});
