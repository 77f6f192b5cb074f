/** @file Share with a class: what it begins with, sees and may change; the link and its QR code at once. */
import { useState } from 'react';
import { usePage, useExperiment, usePresentation } from '../PageContext.ts';
import { CopyButton } from '../shell/CopyButton.tsx';
import { Dialog } from '../shell/Dialog.tsx';
import { Icon } from '../shell/Icon.tsx';
import { FullQr } from './FullQr.tsx';
import { QrPicture } from './QrPicture.tsx';
import { ShareFields } from './ShareFields.tsx';
import { frameOf, linkOf, openForm } from './shareForm.ts';

export default function ShareDialog() {
  const { openDialog } = usePage().view;
  const { baseUrl } = usePage().surroundings;
  const experiment = useExperiment((state) => state);
  const lesson = usePresentation((state) => state.lesson);
  const card = usePresentation((state) => state.card);
  // A lesson from a file is on this device alone.
  const [form, setForm] = useState(() =>
    lesson === null || lesson.startsWith('file:') ? openForm('', 1) : openForm(lesson, card),
  );
  const [full, setFull] = useState(false);
  const link = linkOf(form, experiment, baseUrl());
  const instead = 'select it and copy it by hand.';
  return (
    <Dialog title="Share with a class" className="share-dialog" onClose={() => openDialog(null)}>
      <div className="share-columns">
        <ShareFields form={form} onChange={setForm} />
        <div className="share-result">
          <QrPicture link={link} />
          <p className="share-link" data-testid="class-link">
            {link}
          </p>
          <CopyButton label="Copy the link" text={() => link} instead={instead} testId="copy-class-link" />
          <button type="button" className="button" data-testid="fill-screen" onClick={() => setFull(true)}>
            <Icon name="screen" />
            Fill the screen
          </button>
          <a className="button" href={link} target="_blank" rel="noreferrer">
            See it as a pupil does
          </a>
          {form.embed && (
            <CopyButton
              label="Copy the frame’s HTML"
              text={() => frameOf(link)}
              instead={instead}
              testId="copy-frame"
            />
          )}
          <p className="share-note">
            The link holds all of it: no account, and no answer leaves a pupil’s device. Hiding and locking
            keep things simple; they protect nothing, since any other link shows everything.
          </p>
        </div>
      </div>
      {full && <FullQr link={link} onClose={() => setFull(false)} />}
    </Dialog>
  );
}
