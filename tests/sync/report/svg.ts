// Just enough SVG for two plots: elements as text, and linear or logarithmic axes. Colours suit light and dark pages
// alike, since the plots lie on a white card of their own.

export const colours = ['#2563eb', '#d97706', '#059669', '#9333ea', '#dc2626'] as const;
const ink = '#334155';
const faint = '#e2e8f0';

/** Maps values to pixels. */
export type Scale = (value: number) => number;

export function linear(from: number, to: number, start: number, end: number): Scale {
  return (value) => start + ((value - from) / (to - from)) * (end - start);
}

/** For values above zero; smaller ones than `from` lie at the start. */
export function logarithmic(from: number, to: number, start: number, end: number): Scale {
  const scale = linear(Math.log10(from), Math.log10(to), start, end);
  return (value) => scale(Math.log10(Math.min(Math.max(value, from), to)));
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escape = (content: string) => content.replace(/[&<>"]/g, (sign) => entities[sign] ?? '');
const pixels = (value: number) => String(Math.round(value * 10) / 10);

type Alignment = 'start' | 'middle' | 'end';

export function text(x: number, y: number, content: string, align: Alignment = 'start', colour = ink): string {
  return `<text x="${pixels(x)}" y="${pixels(y)}" text-anchor="${align}" fill="${colour}">${escape(content)}</text>`;
}

export function straight(x1: number, y1: number, x2: number, y2: number, colour: string = faint, dashes = ''): string {
  const dashed = dashes === '' ? '' : ` stroke-dasharray="${dashes}"`;
  return `<path d="M${pixels(x1)} ${pixels(y1)}L${pixels(x2)} ${pixels(y2)}" stroke="${colour}"${dashed}/>`;
}

export function bar(x: number, y: number, width: number, height: number, colour: string): string {
  return `<rect x="${pixels(x)}" y="${pixels(y)}" width="${pixels(Math.max(width, 0))}" height="${pixels(height)}" fill="${colour}"/>`;
}

/** A line through points; `null` lifts the pen. */
export function line(points: readonly ([x: number, y: number] | null)[], colour: string): string {
  let pen = 'M';
  const path = points.map((point) => {
    if (point === null) {
      pen = 'M';
      return '';
    }
    const step = `${pen}${pixels(point[0])} ${pixels(point[1])}`;
    pen = 'L';
    return step;
  });
  return `<path d="${path.join('')}" fill="none" stroke="${colour}" stroke-width="1.2" stroke-linejoin="round"/>`;
}

export function picture(width: number, height: number, title: string, elements: readonly string[]): string {
  const size = `viewBox="0 0 ${width} ${height}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size} role="img" aria-label="${escape(title)}" \
font-family="system-ui, sans-serif" font-size="12">
<rect width="${width}" height="${height}" rx="8" fill="#fff"/>
${elements.join('\n')}
</svg>
`;
}
