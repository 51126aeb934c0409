// The clean text beside the raw one, with every edit shown.

let reading = null;

function readingSection() {
  const choice = make('select', { id: 'read-text', onchange: () => showText(Number(choice.value)) },
    documents.map((doc, i) => make('option', { value: i }, doc.label)));
  const edited = make('input', { type: 'checkbox', id: 'read-edited', onchange: () => showText(Number(choice.value)) });
  const box = make('div', { class: 'reading', tabindex: '0', role: 'region', 'aria-label': say('section:reading') });
  reading = { choice, edited, box };
  const details = make('div', {}, box);
  showText(0);
  return [make('div', { class: 'tools' },
    make('label', {}, make('span', {}, say('filter:place')), choice),
    make('label', { class: 'check' }, edited, make('span', {}, say('ui:edited-only')))),
  details];
}

function openReading(docNumber, start, end) {
  reading.choice.value = String(docNumber);
  reading.edited.checked = false;
  showText(docNumber, [start, end]);
  const hit = reading.box.querySelector('mark');
  if (window.matchMedia('(max-width: 1000px)').matches) closePanel();
  document.getElementById('reading').scrollIntoView();
  if (hit) {
    reading.box.scrollTop += hit.getBoundingClientRect().top - reading.box.getBoundingClientRect().top - 90;
    reading.box.focus({ preventScroll: true });
  }
}

function showText(docNumber, hit) {
  const doc = documents[docNumber];
  const head = make('div', { class: 'pair head' }, make('div', {}, say('ui:clean')), make('div', {}, say('ui:raw')));
  empty(reading.box).append(head, ...paragraphs(doc).filter((part) => !reading.edited.checked || part.edits.length)
    .map((part) => pairOf(doc, part, hit)));
  reading.box.scrollTop = 0;
}

// One part a line of the clean text, with all the raw text up to the next: nothing of the file is left out.
function paragraphs(doc) {
  const parts = [];
  let rawFrom = 0;
  let edit = 0;
  for (let start = 0; start < doc.text.length;) {
    let end = start;
    while (end < doc.text.length && doc.text[end] !== '\n') end += 1;
    end = Math.min(end + 1, doc.text.length);
    let rawTo = end === doc.text.length ? doc.raw.length : doc.offsets[end];
    const edits = [];
    while (edit < doc.edits.length && doc.edits[edit][0] < rawTo) {
      edits.push(doc.edits[edit]);
      rawTo = Math.max(rawTo, doc.edits[edit][1]);
      edit += 1;
    }
    while (end === doc.text.length && edit < doc.edits.length) edits.push(doc.edits[edit++]);
    parts.push({ start, end, rawFrom, rawTo, edits });
    rawFrom = rawTo;
    start = end;
  }
  return parts;
}

function pairOf(doc, part, hit) {
  const speaker = speakerAt(doc, part.start);
  const kind = kindAt(doc, part.start);
  const inside = hit && hit[0] < part.end && hit[1] > part.start
    ? [{ start: Math.max(hit[0], part.start), end: Math.min(hit[1], part.end) }] : [];
  return make('div', { class: 'pair' },
    make('div', { lang: 'zh' },
      make('p', { class: 'facts' }, [nameOf('kind', kind), speaker].filter(Boolean).map((fact) => make('span', {}, fact))),
      make('p', {}, marked(doc, part.start, part.end, inside))),
    make('div', { lang: 'zh', class: 'raw' }, rawNodes(doc, part)));
}

function rawNodes(doc, part) {
  const nodes = [];
  let position = part.rawFrom;
  for (const [start, end, after, rule] of part.edits) {
    nodes.push(cut(doc.raw, position, start));
    const title = nameOf('rule', rule);
    const before = visible(cut(doc.raw, start, end));
    if (before) nodes.push(make('del', { title }, before));
    if (after.trim()) nodes.push(make('ins', { title }, after));
    position = Math.max(position, end);
  }
  nodes.push(cut(doc.raw, position, part.rawTo));
  return nodes;
}

function visible(text) {
  return text.replace(/\r\n|\n/g, '⏎\n').replace(/\r/g, '␍').replace(/^[ \u3000\t]+$/, (blank) => '␣'.repeat(blank.length));
}
