// The rows of a run as a table that a person reads.

const KB = 1024;
const size = (bytes) => (bytes >= KB * KB ? `${bytes / KB / KB} MB` : `${bytes / KB} KB`);
const number = (value) => (value === undefined || !Number.isFinite(value) ? '-' : value >= 100 ? value.toFixed(0) : value >= 0.1 ? value.toFixed(2) : value.toFixed(4));
const OURS = 'wasm in Node';

export function print(rows, sizes, machine) {
  const get = (what, where, bytes) => rows.find((row) => row.what === what && row.where === where && row.bytes === bytes);
  const places = (what) => [...new Set(rows.filter((row) => row.what === what).map((row) => row.where))];

  console.log(`\n${machine.cores} x ${machine.cpu}, load ${machine.load.toFixed(1)}, Node ${machine.node}`);
  for (const [what, title] of [['keystroke', 'Keystroke to hints, ms'], ['full', 'Full check, ms']]) {
    const body = places(what).flatMap((where) => {
      const values = (key) => sizes.map((bytes) => get(what, where, bytes)?.[key]);
      return [
        [`${where}, median`, ...values('median').map(number), growth(sizes, values('median'))],
        [`${where}, p95`, ...values('p95').map(number), ''],
      ];
    });
    table([title, ...sizes.map(size), 'growth'], body);
  }
  table(
    ['Full check, MB/s', ...sizes.map(size)],
    places('full').map((where) => [where, ...sizes.map((bytes) => number((bytes / KB / KB / get('full', where, bytes)?.median) * 1000))]),
  );
  table(
    ['Start, ms', 'median', 'p95', 'runs'],
    rows.filter((row) => !row.bytes).map((row) => [`${row.where}: ${row.what}`, number(row.median), number(row.p95), row.runs ?? 1]),
  );
  table(
    [`Times as long as ${OURS}`, ...['full', 'keystroke'].flatMap((what) => sizes.map((bytes) => `${what} ${size(bytes)}`))],
    places('full')
      .filter((where) => where !== OURS)
      .map((where) => [
        where,
        ...['full', 'keystroke'].flatMap((what) => sizes.map((bytes) => number(get(what, where, bytes)?.median / get(what, OURS, bytes)?.median))),
      ]),
  );
}

/** The exponent of time against size from the smallest to the largest: 0 does not grow, 1 grows with the text. */
function growth(sizes, values) {
  const known = values.map((value, i) => [sizes[i], value]).filter(([, value]) => value > 0);
  if (known.length < 2) return '-';
  const [[small, fast], [large, slow]] = [known[0], known.at(-1)];
  return (Math.log(slow / fast) / Math.log(large / small)).toFixed(2);
}

function table(head, body) {
  const widths = head.map((_, column) => Math.max(...[head, ...body].map((row) => String(row[column]).length)));
  const line = (row) => row.map((cell, column) => (column ? String(cell).padStart(widths[column]) : String(cell).padEnd(widths[column]))).join('  ');
  console.log(`\n${line(head)}\n${widths.map((width) => '-'.repeat(width)).join('  ')}`);
  for (const row of body) console.log(line(row));
}
