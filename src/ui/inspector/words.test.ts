import { describe, expect, it } from 'vitest';
import { missingEpochs, turnText, verdictOf, votesFor, type Grounds } from './words.ts';

type Nearest = [image: number, similarity: number][];

const ballotsOf = (...rows: Nearest[]): Grounds['ballots'] =>
  rows.map((row, epoch) => ({
    epoch,
    neighbours: row.map(([image, similarity]) => ({ image, similarity })),
  }));

/** Image 17 finds itself first in two of three epochs, and is drawn away to 88. */
const open: Grounds = {
  image: 17,
  positive: 88,
  reason: 'drawn',
  gateOpen: true,
  settings: { policy: 'adaptive', temperature: 0.02, includeSelf: false },
  windowLength: 3,
  bootstrapsEmbeddings: false,
  ballots: ballotsOf(
    [
      [17, 0.9],
      [88, 0.8],
    ],
    [
      [88, 0.7],
      [17, 0.65],
    ],
    [
      [17, 0.86],
      [3, 0.5],
    ],
  ),
  candidates: [
    { image: 17, score: 2.41, probability: 0.7 },
    { image: 88, score: 1.5, probability: 0.27 },
    { image: 3, score: 0.5, probability: 0.03 },
  ],
};
const shut: Grounds = {
  ...open,
  positive: 17,
  reason: 'gate-closed',
  gateOpen: false,
  ballots: ballotsOf(
    [
      [88, 0.9],
      [17, 0.7],
    ],
    [
      [17, 0.8],
      [88, 0.75],
    ],
    [
      [88, 0.85],
      [3, 0.4],
    ],
  ),
  candidates: [
    { image: 88, score: 2.5, probability: 0 },
    { image: 17, score: 1.5, probability: 0 },
  ],
};
const under = (grounds: Grounds, policy: Grounds['settings']['policy'], includeSelf = false) => ({
  ...grounds,
  settings: { ...grounds.settings, policy, includeSelf },
});

describe('adaptive', () => {
  it('tells what opened the gate, and what was drawn', () => {
    expect(verdictOf(open)).toEqual({
      title: 'Gate open',
      tone: 'good',
      text:
        'Over the last 3 epochs image 17 itself has the most votes (2.41, before image 88 with 1.50; it was nearest to ' +
        'itself as seen before in 2 of 3), so the gate is open. The draw from 3 candidates at τ 0.02 fell on image 88 ' +
        '(27\u202f%).',
    });
  });

  it('says when the draw fell on the image itself', () => {
    expect(verdictOf({ ...open, positive: 17 }).text).toMatch(/fell on the image itself \(70\u202f%\)\.$/);
  });

  it('has one candidate where the image found nobody else', () => {
    const alone = { ...open, positive: 17, candidates: [{ image: 17, score: 2.41, probability: 1 }] };
    expect(verdictOf(alone).text).toBe(
      'Over the last 3 epochs image 17 found nobody but itself (2.41 votes), so the gate is open. The draw from the ' +
        'only candidate at τ 0.02 fell on the image itself (100\u202f%).',
    );
  });

  it('tells what shut the gate', () => {
    expect(verdictOf(shut)).toEqual({
      title: 'Gate shut',
      tone: 'warning',
      text:
        'Over the last 3 epochs image 88 has more votes than image 17 itself (2.50 against 1.50; it was nearest to ' +
        'itself as seen before in 1 of 3), so the gate is shut: it is its own positive, in another view.',
    });
  });

  it('counts its own votes where it is not a candidate itself', () => {
    const crowded = { ...shut, candidates: [{ image: 88, score: 2.5, probability: 0 }] };
    expect(verdictOf(crowded).text).toContain('(2.50 against 1.50;');
  });

  it('says when an image was never among its own nearest', () => {
    const lost = { ...shut, windowLength: 1, ballots: ballotsOf([[88, 0.9]]) };
    expect(verdictOf(lost).text).toMatch(
      /^In the last epoch image 88 has the most votes \(2\.50\), and image 17 was never among its own nearest,/,
    );
  });

  it('says what decides between equal votes', () => {
    const tied = {
      ...shut,
      ballots: ballotsOf([
        [3, 0.5],
        [17, 0.5],
      ]),
      candidates: [{ image: 3, score: 0.5, probability: 0 }],
    };
    expect(verdictOf(tied).text).toContain(
      'image 3 has as many votes as image 17 itself (0.50), and the lower number goes first',
    );
  });

  it('shows the digits that tell two votes apart', () => {
    const close = {
      ...open,
      candidates: [
        { image: 17, score: 2.4124, probability: 0.5 },
        { image: 88, score: 2.4121, probability: 0.5 },
      ],
    };
    expect(verdictOf(close).text).toContain('(2.4124, before image 88 with 2.4121;');
  });

  it('waits for the window to be full', () => {
    const filling: Grounds = {
      ...open,
      positive: 17,
      reason: 'window-filling',
      gateOpen: false,
      candidates: [],
    };
    const text = (...rows: Nearest[]) => verdictOf({ ...filling, ballots: ballotsOf(...rows) }).text;
    expect(verdictOf(filling)).toMatchObject({ title: 'Too early', tone: 'quiet' });
    expect(text()).toBe(
      'The votes of 3 epochs are needed and none are recorded, so image 17 is its own positive.',
    );
    expect(text([[17, 1]])).toContain('and 1 is recorded,');
    expect(text([[17, 1]], [[17, 1]])).toContain('and 2 are recorded,');
  });

  it('says when no epoch of the window trained on the image', () => {
    const left: Grounds = {
      ...open,
      positive: 17,
      reason: 'no-neighbour',
      gateOpen: false,
      candidates: [],
      ballots: ballotsOf([], [], []),
    };
    expect(verdictOf(left)).toMatchObject({
      title: 'No neighbour known',
      text: 'Over the last 3 epochs image 17 was never trained on, so nothing is recorded of it and it is its own positive.',
    });
  });
});

describe('the other policies', () => {
  it('window draws without a gate, and says what the gate would be', () => {
    const drawn = under({ ...open, gateOpen: false }, 'window');
    expect(verdictOf(drawn)).toEqual({
      title: 'No gate',
      tone: 'quiet',
      text:
        'Policy window always draws. The draw from 3 candidates at τ 0.02 fell on image 88 (27\u202f%). AdaSim’s gate ' +
        'would be shut.',
    });
  });

  it('none keeps the image, and says what the gate would be', () => {
    const baseline = under({ ...open, positive: 17, reason: 'baseline' }, 'none');
    expect(verdictOf(baseline).text).toBe(
      'Policy none pairs image 17 with itself, in another view. AdaSim’s gate would be open.',
    );
    expect(verdictOf({ ...baseline, candidates: [] }).text).toMatch(/in another view\.$/);
  });

  it('naive takes the nearest other image of the last epoch', () => {
    const nearest = under({ ...shut, positive: 88, reason: 'nearest' }, 'naive');
    expect(verdictOf(nearest)).toEqual({
      title: 'Always the nearest',
      tone: 'quiet',
      text:
        'Policy naive takes the nearest other image of the last epoch, trusted or not: image 88, cosine 0.85. ' +
        'AdaSim’s gate would be shut.',
    });
  });

  it('naive may find the image itself', () => {
    const itself = under({ ...open, positive: 17, reason: 'nearest' }, 'naive', true);
    expect(verdictOf(itself).text).toContain('be it itself: image 17 itself, cosine 0.86.');
  });

  it('naive has nothing to take at first, or where the last epoch found nothing', () => {
    const own: Grounds = under({ ...open, positive: 17, gateOpen: false, candidates: [] }, 'naive');
    const text = (reason: Grounds['reason'], ...rows: Nearest[]) =>
      verdictOf({ ...own, reason, ballots: ballotsOf(...rows) }).text;
    expect(text('window-filling')).toBe(
      'No epoch has recorded neighbours yet, so image 17 is its own positive.',
    );
    expect(text('no-neighbour', [[88, 1]], [])).toContain('The last epoch left image 17 out,');
    expect(text('no-neighbour', [[17, 1]])).toContain('recorded no other image near image 17,');
  });

  it('InfoNCE looks for neighbours among embeddings', () => {
    const embeddings = under({ ...open, reason: 'baseline', bootstrapsEmbeddings: true }, 'none');
    expect(verdictOf(embeddings).text).toContain('among stored embeddings');
  });
});

it('votes are the sum over the epochs that have the image', () => {
  expect(votesFor(88, open.ballots)).toEqual({ score: 1.5, epochs: 2 });
  expect(votesFor(4, open.ballots)).toEqual({ score: 0, epochs: 0 });
});

it('the turn of a pair is past, to come, beyond the end or none', () => {
  expect(turnText(9, 10, 40)).toBe('Step 10 trained on these two views.');
  expect(turnText(10, 10, 40)).toBe('Step 11 will train on these two views.');
  expect(turnText(41, 40, 40)).toContain('The run ends before this epoch');
  expect(turnText(null, 10, 40)).toContain('leaves the image out');
});

it('epochs that are not known are missing for a reason', () => {
  expect(missingEpochs({ first: 0, newest: 9, dropped: false })).toBeUndefined();
  expect(missingEpochs({ first: 4, newest: 9, dropped: true })).toBe(
    'Epochs before 5 have made room for newer ones.',
  );
  expect(missingEpochs({ first: 4, newest: 9, dropped: false })).toContain('before the file was saved');
});
