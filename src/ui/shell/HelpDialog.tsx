/** @file How to read the page, and the keys that drive it. */
import { onThePage, plainText } from '../../glossary/meanings.ts';
import { usePage, useView } from '../PageContext.ts';
import { Sentence } from '../terms/Sentence.tsx';
import { Dialog } from './Dialog.tsx';
import { shortcuts } from './shortcuts.ts';

export default function HelpDialog() {
  const { openDialog, allowShortcuts } = usePage().view;
  const { openLesson, project } = usePage().presentation;
  const toProjector = () => {
    openDialog(null);
    project(true);
  };
  const toLessons = () => {
    openDialog(null);
    openLesson('');
  };
  const on = useView((view) => view.shortcuts);
  return (
    <Dialog title="How this works" onClose={() => openDialog(null)}>
      <p>
        <Sentence>
          This is self-distillation: a student network learns to predict what its own slow-moving average, the
          teacher, says of another view of an image. No label is ever used in training.
        </Sentence>
      </p>
      <p>
        <Sentence>
          AdaSim asks whether that other view may come from a neighbour, an image that the teacher finds
          similar. It may, where the latent space can be trusted: where an image, seen today, is nearest to
          itself as it was seen before, as the bank keeps it. That is the gate. Always taking the nearest
          neighbour instead can make learning worse, or collapse.
        </Sentence>
      </p>
      <p>
        Lessons explain it card by card, beside the page, with something to do on each.{' '}
        <button type="button" className="button small" data-testid="help-lessons" onClick={toLessons}>
          Lessons
        </button>
      </p>
      <p>
        For a class: large type for a projector (P), and a link that begins where you like.{' '}
        <span className="help-buttons">
          <button type="button" className="button small" data-testid="help-projector" onClick={toProjector}>
            Projector
          </button>
          <button
            type="button"
            className="button small"
            data-testid="help-class"
            onClick={() => openDialog('class')}
          >
            Share with a class
          </button>
        </span>
      </p>
      <p>
        Settings marked <span className="tag">live</span> apply to the run under way, the learning rate from
        the next step, what chooses positives from the next epoch; the others when the run begins again. The
        address of the page holds the whole experiment.
      </p>
      <details>
        <summary>All words, and what they mean</summary>
        <dl className="glossary">
          {Object.entries(onThePage).map(([word, meaning]) => (
            <div key={word}>
              <dt>{word}</dt>
              <dd>{plainText(meaning)}</dd>
            </div>
          ))}
        </dl>
      </details>
      <h3>Keys</h3>
      <dl className="keys">
        {shortcuts.map(({ name, does }) => (
          <div key={name}>
            <dt>
              <kbd>{name}</kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <p>
        Letters are where your keyboard has them; on one of another script, such as Greek or Cyrillic, they
        are where a US keyboard has them, and so are the brackets. Where brackets take AltGr or Option, so do
        they here.
      </p>
      <label className="inline-switch">
        <input
          type="checkbox"
          role="switch"
          checked={on}
          onChange={({ target }) => allowShortcuts(target.checked)}
        />
        Single-key shortcuts
      </label>
      <p className="paper">
        The method: Lebailly, Stegmüller, Bozorgtabar, Thiran, Tuytelaars.{' '}
        <a href="https://arxiv.org/abs/2303.13606">
          Adaptive Similarity Bootstrapping for Self-Distillation based Representation Learning
        </a>
        . ICCV 2023.
      </p>
      <p>
        Does this device compute what the released PyTorch code computes?{' '}
        <a href="#check" data-testid="to-check" onClick={() => openDialog(null)}>
          Check it
        </a>
        .
      </p>
      <button type="button" className="button" onClick={() => openDialog('credits')}>
        Credits and licences
      </button>
    </Dialog>
  );
}
