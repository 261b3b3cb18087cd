const units = [
  ['d', 86_400],
  ['h', 3_600],
  ['m', 60],
  ['s', 1],
] as const;

/** A duration for people: its two largest units, as in `3d 4h` or `12s`. Negative ones (clocks differ) are `0s`. */
export function formatDuration(seconds: number): string {
  let rest = Math.max(0, Math.floor(seconds));
  const parts: string[] = [];
  for (const [name, size] of units) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0 || (parts.length > 0 && name !== 's')) {
      parts.push(`${count}${name}`);
    }
  }
  return parts.length === 0 ? '0s' : parts.slice(0, 2).join(' ');
}

/** The build's date, which the API gives as `20260102-15:04:05`, in UTC; anything else stays as it is. */
export function formatBuildDate(date: string): string {
  const match = /^(\d{4})(\d\d)(\d\d)-(\d\d:\d\d):\d\d$/.exec(date);
  return match === null ? date : `${match[1]}-${match[2]}-${match[3]} ${match[4]} UTC`;
}
