/** @file A QR code, dark on light in every theme, or why there is none. */
import { useMemo } from 'react';
import { qrOf } from './qr.ts';

export function QrPicture({ link }: { link: string }) {
  const code = useMemo(() => qrOf(link), [link]);
  if (code === null)
    return (
      <p className="qr-none" role="status">
        This link is too long for a QR code: it holds too many changed settings. It can be copied.
      </p>
    );
  return (
    <svg
      className="qr"
      viewBox={`0 0 ${code.size} ${code.size}`}
      shapeRendering="crispEdges"
      role="img"
      aria-label="QR code of the link"
      data-testid="qr"
    >
      <rect width={code.size} height={code.size} fill="#fff" />
      <path d={code.path} fill="#121418" />
    </svg>
  );
}
