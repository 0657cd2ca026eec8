// An address as a QR code, drawn dark on light whatever the colours of the page: cameras want it so.

import { encode } from 'uqr';
import './qr-code.css';

interface QrCodeProps {
  text: string;
  /** What it is, for those who can't see it. */
  label: string;
}

/** Empty modules around the code; the standard asks for four. */
const quietZone = 4;

export function QrCode({ text, label }: QrCodeProps) {
  const { data } = encode(text, { border: quietZone });
  const dark = data.flatMap((row, y) => row.flatMap((on, x) => (on ? [`M${x} ${y}h1v1h-1z`] : [])));
  return (
    <svg class="qr-code" role="img" aria-label={label} viewBox={`0 0 ${data.length} ${data.length}`} shape-rendering="crispEdges">
      <path d={dark.join('')} />
    </svg>
  );
}
