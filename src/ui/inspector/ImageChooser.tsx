/** @file Which image is inspected: by its number, its neighbours in number, by chance, or by its gate. */
import { useId, useState } from 'react';
import { useInspector, usePage, useRun } from '../PageContext.ts';
import { Icon, type IconName } from '../shell/Icon.tsx';

export function ImageChooser({ image }: { image: number }) {
  const { inspectImage, inspectOpen } = usePage().inspector;
  const id = useId();
  const images = useRun(({ arms }) => arms[0]?.shape?.trainImages ?? 0);
  const noneOpen = useInspector((inspector) => inspector.noneOpen);
  // What is being typed; null while the box shows the image itself.
  const [draft, setDraft] = useState<string | null>(null);
  const wrong = draft !== null && !isNumberBelow(images, draft);
  const commit = () => {
    if (draft !== null && !wrong && Number(draft) !== image) inspectImage(Number(draft));
    setDraft(null);
  };
  return (
    <div className="image-chooser" role="group" aria-label="Image">
      <label htmlFor={id}>image №</label>
      <input
        id={id}
        type="text"
        inputMode="numeric"
        autoComplete="off"
        data-testid="inspector-image"
        value={draft ?? String(image)}
        aria-invalid={wrong}
        aria-describedby={`${id}-range`}
        onChange={({ target }) => setDraft(target.value.trim())}
        onBlur={commit}
        onKeyDown={(event) => {
          if (event.key === 'Enter') commit();
          if (event.key !== 'Escape' || draft === null) return;
          // The key takes the typing back; the next one closes the inspector.
          event.stopPropagation();
          setDraft(null);
        }}
      />
      <Turn label="Previous image" icon="previous" by={-1} image={image} images={images} />
      <Turn label="Next image" icon="next" by={1} image={image} images={images} />
      <small id={`${id}-range`} className={wrong ? 'refusal' : ''}>
        {images > 0 && `0 to ${images - 1}`}
      </small>
      <button
        type="button"
        className="button small"
        data-testid="inspector-random"
        disabled={images === 0}
        onClick={() => inspectImage(Math.floor(Math.random() * images))}
      >
        <Icon name="seed" />a random one
      </button>
      <button
        type="button"
        className="button small"
        data-testid="inspector-open"
        disabled={images === 0}
        onClick={inspectOpen}
      >
        one whose gate is open
      </button>
      <small role="status">{noneOpen && 'In the newest epoch no gate is open.'}</small>
    </div>
  );
}

interface TurnProps {
  label: string;
  icon: IconName;
  by: 1 | -1;
  image: number;
  /** 0 while a run is being prepared. */
  images: number;
}

function Turn({ label, icon, by, image, images }: TurnProps) {
  const { inspectImage } = usePage().inspector;
  return (
    <button
      type="button"
      className="button icon-only small"
      aria-label={label}
      disabled={images === 0}
      onClick={() => inspectImage((image + images + by) % images)}
    >
      <Icon name={icon} />
    </button>
  );
}

const isNumberBelow = (limit: number, text: string): boolean => /^\d+$/.test(text) && Number(text) < limit;
