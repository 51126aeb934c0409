// What is seen, as a table: UTF-8 with a byte-order mark, and no cell that a spreadsheet would take for a formula.

function cell(value) {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  const text = String(value);
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
}

function saveTable(name, columns, rows) {
  const lines = [columns, ...rows].map((row) => row.map(cell).join(','));
  const file = new Blob(['\uFEFF', lines.join('\n'), '\n'], { type: 'text/csv;charset=utf-8' });
  const link = make('a', { href: URL.createObjectURL(file), download: `${name}.csv` });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

const EVIDENCE = ['doc_id', 'speaker', 'kind', 'left', 'keyword', 'right', 'sentence', 'theme', 'level', 'strength',
  'start', 'end', 'raw_start', 'raw_end', 'line'];

function evidenceRow(found) {
  const { doc, start, end, demand } = found;
  return [doc.id, found.speaker, found.kind, around(doc, start - 20, start), cut(doc.text, start, end),
    around(doc, end, end + 20), cut(doc.text, found.from, found.to).trim(), demand && demand.theme,
    demand && demand.level, demand && demand.strength, start, end, found.rawStart, found.rawEnd, found.line];
}

function around(doc, start, end) {
  return cut(doc.text, Math.max(0, start), end).replace(/\n/g, '⏎');
}

function saveEvidence(name, found) {
  saveTable(name, EVIDENCE, found.map(evidenceRow));
}
