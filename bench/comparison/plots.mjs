// The plots of the page: bars with the range of the rounds, and a line. Plain SVG.

const width = 860;
const palette = ["#2563eb", "#0891b2", "#7c3aed", "#c026d3", "#ca8a04", "#dc2626"];

const text = (x, y, content, anchor = "start", size = 13) =>
  `<text x="${x}" y="${y}" text-anchor="${anchor}" font-size="${size}">${content}</text>`;
const line = (x1, y1, x2, y2, colour = "#cbd5e1", strokeWidth = 1) =>
  `<line x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}" stroke="${colour}" stroke-width="${strokeWidth}"/>`;

function picture(height, title, elements) {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${title}"`,
    ` font-family="system-ui, sans-serif" fill="#0f172a">`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    text(16, 24, title, "start", 15),
    ...elements,
    "</svg>\n",
  ].join("\n");
}

/** CPU per delivered change as a ratio to the floor: a group for each shape, a bar for each subject. */
export function fanOutPlot(fanOut) {
  const [left, right, rowHeight, top] = [250, width - 70, 20, 78];
  const most = Math.max(1.2, ...fanOut.flatMap(({ subjects }) => subjects.map(({ ratio }) => ratio.most)));
  const x = (ratio) => left + ((right - left) * ratio) / most;
  const elements = [];
  let y = top;
  for (const { shape, subjects } of fanOut) {
    elements.push(text(16, y + 4, `parties x people: ${shape}`, "start", 14));
    y += 14;
    for (const [index, { name, ratio }] of subjects.entries()) {
      const middle = y + rowHeight / 2;
      elements.push(text(left - 8, middle + 4, name, "end"));
      elements.push(
        `<rect x="${left}" y="${y + 3}" width="${(x(ratio.median) - left).toFixed(1)}" height="${rowHeight - 6}" fill="${palette[index]}"/>`,
      );
      elements.push(line(x(ratio.least).toFixed(1), middle, x(ratio.most).toFixed(1), middle, "#0f172a", 2));
      elements.push(text((x(ratio.most) + 6).toFixed(1), middle + 4, ratio.median.toFixed(2)));
      y += rowHeight;
    }
    y += 22;
  }
  elements.unshift(line(x(1).toFixed(1), top - 18, x(1).toFixed(1), y - 16, "#64748b"), text(x(1).toFixed(1), top - 24, "send() loop = 1", "middle"));
  return picture(y, "Server CPU per delivered change, as a ratio to a plain loop of send(); line: range of the rounds", elements);
}

/** Durable changes a second as more of them wait for the same commit. */
export function commitPlot(commits) {
  const [left, right, top, bottom, height] = [80, width - 40, 56, 300, 340];
  const most = Math.max(...commits.map(({ perSecond }) => perSecond));
  const together = ({ parties, inFlight }) => parties * inFlight;
  const furthest = Math.log2(Math.max(2, ...commits.map(together)));
  const x = (count) => left + ((right - left) * Math.log2(count)) / furthest;
  const y = (perSecond) => bottom - ((bottom - top) * perSecond) / most;
  const elements = [line(left, bottom, right, bottom), line(left, top, left, bottom)];
  for (const share of [0.25, 0.5, 0.75, 1]) {
    elements.push(line(left, y(most * share), right, y(most * share)));
    elements.push(text(left - 8, y(most * share) + 4, Math.round(most * share).toLocaleString("en"), "end"));
  }
  for (const [index, [name, rows]] of [
    ["one party", commits.filter(({ parties }) => parties === 1)],
    ["many parties, one each", commits.filter(({ parties }) => parties > 1)],
  ].entries()) {
    const points = rows.map((row) => [x(together(row)), y(row.perSecond)].map((value) => value.toFixed(1)));
    elements.push(`<polyline points="${points.map((point) => point.join(",")).join(" ")}" fill="none" stroke="${palette[index * 2]}" stroke-width="2"/>`);
    elements.push(...points.map(([cx, cy]) => `<circle cx="${cx}" cy="${cy}" r="4" fill="${palette[index * 2]}"/>`));
    elements.push(`<g fill="${palette[index * 2]}">${text(left + 16, top + 18 * (index + 1), name)}</g>`);
  }
  for (const count of new Set(commits.map(together))) elements.push(text(x(count).toFixed(1), bottom + 18, count, "middle"));
  elements.push(text((left + right) / 2, height - 6, "changes on their way at the same time", "middle"));
  return picture(height, "Stored and told changes a second", elements);
}
