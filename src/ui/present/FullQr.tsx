/** @file The QR code as large as the screen, for a class to take with its phones. */
import { Icon } from '../shell/Icon.tsx';
import { useModal } from '../shell/useModal.ts';
import { QrPicture } from './QrPicture.tsx';

interface Props {
  link: string;
  onClose: () => void;
}

export function FullQr({ link, onClose }: Props) {
  const dialog = useModal();
  return (
    <dialog
      ref={dialog}
      className="qr-full"
      aria-label="QR code of the link"
      data-testid="qr-full"
      // It lies over the form, which stays open.
      onCancel={(event) => {
        event.preventDefault();
        event.stopPropagation();
        onClose();
      }}
      onClose={(event) => event.stopPropagation()}
      onClick={(event) => event.stopPropagation()}
    >
      <QrPicture link={link} />
      <p>{link}</p>
      <button type="button" className="button" onClick={onClose}>
        <Icon name="close" />
        Back to the form
      </button>
    </dialog>
  );
}
