import { expect, test } from 'vitest';
import { formatBuildDate, formatDuration } from './duration';

test.each([
  [-3, '0s'],
  [0, '0s'],
  [59.9, '59s'],
  [60, '1m'],
  [61, '1m 1s'],
  [3_600, '1h 0m'],
  [90_061, '1d 1h'],
  [400 * 86_400, '400d 0h'],
])('formatDuration of %s seconds is %s', (seconds, expected) => {
  expect(formatDuration(seconds)).toBe(expected);
});

test.each([
  ['20260102-15:04:05', '2026-01-02 15:04 UTC'],
  ['unknown', 'unknown'],
])('formatBuildDate of %s is %s', (date, expected) => {
  expect(formatBuildDate(date)).toBe(expected);
});
