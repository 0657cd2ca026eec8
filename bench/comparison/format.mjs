// How figures and tables are written on the pages.

export const two = (value) => value.toFixed(2);
export const ranged = ({ median, least, most }, format = two) => `${format(median)} (${format(least)}-${format(most)})`;
export const milliseconds = (value) => (value < 10 ? value.toFixed(2) : value.toFixed(0));
export const rangedTime = (summary) => ranged(summary, milliseconds);
export const mebibytes = (bytes) => `${(bytes / 2 ** 20).toFixed(1)} MiB`;
export const whole = (value) => Math.round(value).toLocaleString("en");

export function table(head, rows) {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

export function nanos(value) {
  if (value < 1e3) return `${value.toPrecision(3)} ns`;
  return value < 1e6 ? `${(value / 1e3).toPrecision(3)} us` : `${(value / 1e6).toPrecision(3)} ms`;
}
