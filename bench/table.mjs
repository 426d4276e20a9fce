/** Prints a title, a note and rows under their headings: the first column to the left, numbers to the right. */
export function printTable({ title, note, headings, rows }) {
  const lines = [headings, ...rows].map((cells) => cells.map((cell) => String(cell ?? '')));
  const widths = headings.map((_, column) =>
    Math.max(...lines.map((cells) => cells[column].length)),
  );
  const aligned = lines.map((cells) =>
    cells.map((cell, at) => align(cell, widths[at], at)).join('  '),
  );

  console.log(`\n${title}\n${note}\n`);
  const [head, ...body] = aligned;
  console.log([head, '-'.repeat(head.length), ...body].map((line) => `  ${line}`).join('\n'));
}

function align(cell, width, column) {
  return column === 0 ? cell.padEnd(width) : cell.padStart(width);
}

export const milliseconds = (value) => `${value.toFixed(2)} ms`;
export const perSecond = (value) => `${Math.round(value).toLocaleString('en')}/s`;
export const times = (value) => value.toFixed(value < 3 ? 3 : 1);

export const atMost = (value, limit) => `${value <= limit ? 'met' : 'MISSED'} (at most ${limit})`;
export const atLeast = (value, limit) => `${value >= limit ? 'met' : 'MISSED'} (at least ${limit})`;
