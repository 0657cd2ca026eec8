// Subtitle files from someone's own disk: WebVTT as it is, SubRip (.srt) turned into WebVTT. Pure functions of the bytes.

/** Larger than any film's subtitles; a wrong file is refused before it is read whole. */
export const largestSubtitlesBytes = 5 * 1024 * 1024;

/** Reads bytes as UTF-8 or, where that fails, as Windows-1252, in which most older files are. */
export function decodeText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** `01:02,345` or `00:01:02,345`: SubRip writes a comma where WebVTT wants a point, and hours may be missing. */
const srtTiming = /^\s*((?:\d+:)?\d{1,2}:\d{2})[,.](\d{1,3})\s*-->\s*((?:\d+:)?\d{1,2}:\d{2})[,.](\d{1,3}).*$/;
const anyTiming = /\d{2}[,.]\d{1,3}\s*-->\s*\S/;

/** The text as WebVTT; null when there is no caption in it. */
export function toWebVtt(text: string): string | null {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/);
  if (!lines.some((line) => anyTiming.test(line))) return null;
  if (/^WEBVTT(?:[ \t]|$)/.test(lines[0] ?? '')) return lines.join('\n');
  return `WEBVTT\n\n${lines.map(timingToVtt).join('\n')}`;
}

function timingToVtt(line: string): string {
  const match = srtTiming.exec(line);
  if (match === null) return line;
  const [, from = '', fromMs = '', to = '', toMs = ''] = match;
  return `${vttTime(from)}.${fromMs.padEnd(3, '0')} --> ${vttTime(to)}.${toMs.padEnd(3, '0')}`;
}

/** WebVTT wants at least two digits in every place. */
function vttTime(time: string): string {
  return time
    .split(':')
    .map((part) => part.padStart(2, '0'))
    .join(':');
}
