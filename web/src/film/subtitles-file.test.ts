import { describe, expect, it } from 'vitest';
import { decodeText, toWebVtt } from './subtitles-file';

const srt = '1\r\n00:00:01,500 --> 00:00:04,000\r\nGood evening.\r\n\r\n2\r\n1:05,2 --> 1:07,25\r\nTwo lines,\r\nfor example.\r\n';

describe('a SubRip file', () => {
  it('becomes WebVTT, whatever its line ends and digits', () => {
    expect(toWebVtt(srt)).toBe(
      'WEBVTT\n\n1\n00:00:01.500 --> 00:00:04.000\nGood evening.\n\n2\n01:05.200 --> 01:07.250\nTwo lines,\nfor example.\n',
    );
  });
  it('keeps commas in what is said', () => expect(toWebVtt(srt)).toContain('Two lines,'));
  it('loses positions after the times, which WebVTT writes otherwise', () => {
    expect(toWebVtt('1\n00:00:01,000 --> 00:00:02,000  X1:40 X2:600\nHi\n')).toContain('--> 00:00:02.000\nHi');
  });
});

describe('a WebVTT file', () => {
  it('stays as it is, without its byte order mark', () => {
    const vtt = 'WEBVTT - with a title\n\n00:01.000 --> 00:02.000 line:0\nHi\n';
    expect(toWebVtt(`\uFEFF${vtt}`)).toBe(vtt);
  });
});

it.each(['', 'Dear diary', 'WEBVTT\n\nNOTE nothing here', '{"a": 1}'])('%j holds no captions', (text) =>
  expect(toWebVtt(text)).toBeNull(),
);

describe('bytes', () => {
  it('are UTF-8 where they can be', () => expect(decodeText(new TextEncoder().encode('Zoë'))).toBe('Zoë'));
  it('are Windows-1252 where they cannot', () => expect(decodeText(Uint8Array.of(0x5a, 0x6f, 0xeb))).toBe('Zoë'));
});
