// The texts: clean text and the way back to the raw one, derived from raw text and edits; what stands at a place.

const contents = JSON.parse(document.getElementById('contents').textContent);
const documents = contents.documents.map(prepare);
const demands = listDemands(contents.demands);
const spans = unpackSpans(contents.spans);
for (const figure of contents.figures) if (figure.hits) figure.hits = figure.hits.map(sums);
for (const groups of Object.values(contents.termHits)) {
  for (const group of Object.keys(groups)) groups[group] = sums(groups[group]);
}

// Lists of numbers are kept as steps from one to the next.
function sums(steps) {
  let total = 0;
  return steps.map((step) => (total += step));
}

function unpackSpans({ counts, steps, lengths }) {
  const size = steps.length;
  const found = { document: new Int32Array(size), start: new Int32Array(size), end: new Int32Array(size) };
  let at = 0;
  counts.forEach((count, docNumber) => {
    for (let start = 0, last = at + count; at < last; at += 1) {
      start += steps[at];
      found.document[at] = docNumber;
      found.start[at] = start;
      found.end[at] = start + lengths[at];
    }
  });
  return found;
}

// Offsets count code points. Most texts have one code unit a code point; the others are cut into an array.
function codePoints(text) {
  return /[\uD800-\uDFFF]/.test(text) ? Array.from(text) : text;
}

function cut(points, start, end) {
  const part = points.slice(start, end);
  return typeof part === 'string' ? part : part.join('');
}

function prepare(given) {
  const raw = codePoints(given.raw);
  const pieces = [];
  const offsets = [];
  let position = 0;
  const keep = (end) => {
    pieces.push(cut(raw, position, end));
    for (; position < end; position += 1) offsets.push(position);
  };
  for (const [start, end, after] of given.edits) {
    keep(start);
    pieces.push(after);
    const letters = Array.from(after).length;
    const step = letters === end - start ? 1 : 0;
    for (let i = 0; i < letters; i += 1) offsets.push(start + step * i);
    position = end;
  }
  keep(raw.length);
  offsets.push(raw.length);
  for (const [at, offset] of given.shifts) offsets[at] = offset;
  return { ...given, raw, text: codePoints(pieces.join('')), offsets, lines: lineStarts(raw) };
}

function lineStarts(raw) {
  const starts = [0];
  for (let i = 0; i < raw.length; i += 1) {
    if (raw[i] === '\n' || (raw[i] === '\r' && raw[i + 1] !== '\n')) starts.push(i + 1);
  }
  return starts;
}

// The last row whose first cell is not after the position.
function rowBefore(rows, position) {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const start = Array.isArray(rows[middle]) ? rows[middle][0] : rows[middle];
    if (start <= position) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function rowAt(rows, position) {
  const at = rowBefore(rows, position);
  return at >= 0 && position < rows[at][1] ? at : -1;
}

// The stretch of the raw text that a span of the clean text stands for.
function locate(doc, start, end) {
  const from = doc.offsets[start];
  if (start === end) return [from, from];
  const last = doc.offsets[end - 1];
  const at = rowBefore(doc.edits, last);
  const edit = at >= 0 ? doc.edits[at] : null;
  if (edit && last < edit[1]) return [from, edit[1]];
  const putIn = edit && edit[0] === edit[1] && edit[0] === last && doc.offsets[end] === last;
  return [from, putIn ? last : last + 1];
}

function lineOf(doc, rawOffset) {
  return rowBefore(doc.lines, rawOffset) + 1;
}

function speakerAt(doc, position) {
  const at = rowAt(doc.turns, position);
  return at < 0 ? null : doc.turns[at][2];
}

function kindAt(doc, position) {
  const at = rowAt(doc.sections, position);
  return at < 0 ? null : doc.sections[at][2];
}

function listDemands(columns) {
  const list = columns.start.map((start, i) => ({
    document: columns.document[i], start, end: columns.end[i], level: columns.level[i], ordinal: columns.ordinal[i],
    speaker: columns.speaker[i], theme: columns.theme[i], strength: columns.strength[i],
  }));
  // Which demand a character stands in: the innermost, so the shorter are written over the longer.
  documents.forEach((doc) => { doc.demandOf = new Int32Array(doc.text.length + 1).fill(-1); doc.demandAt = new Map(); });
  const order = list.map((_, i) => i).sort((a, b) => (list[b].end - list[b].start) - (list[a].end - list[a].start) || a - b);
  for (const i of order) {
    const doc = documents[list[i].document];
    doc.demandOf.fill(i, list[i].start, list[i].end);
    doc.demandAt.set(`${list[i].start}:${list[i].end}`, i);
  }
  return list;
}

// The demand that a span is, or else stands in.
function demandOf(doc, start, end) {
  const own = doc.demandAt.get(`${start}:${end}`);
  const at = own === undefined ? doc.demandOf[start] : own;
  return at >= 0 ? demands[at] : null;
}

// All that is told of a span: the same in the panel, in the search and in an exported table.
function describe(docNumber, start, end) {
  const doc = documents[docNumber];
  const sentence = rowAt(doc.sentences, start);
  const bounds = sentence < 0 ? [start, end] : doc.sentences[sentence];
  const [rawStart, rawEnd] = locate(doc, start, end);
  return {
    document: docNumber, doc, start, end, sentence, from: bounds[0], to: Math.max(bounds[1], end), rawStart, rawEnd,
    line: lineOf(doc, rawStart), speaker: speakerAt(doc, start), kind: kindAt(doc, start),
    demand: demandOf(doc, start, end),
  };
}

function describeSpan(number) {
  return describe(spans.document[number], spans.start[number], spans.end[number]);
}
