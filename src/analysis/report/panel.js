// The side panel: the sentences behind a mark, with the hits marked and the way to the raw file.

const trail = [];
let opener = null;
const panelTitle = make('h2', { id: 'panel-title', tabindex: '-1' });
const panelBody = make('div', { class: 'panel-body' });
const panelCount = make('p', { class: 'count', 'aria-live': 'polite' });
const panelTools = make('div', { class: 'tools' });
const panel = make('aside', { id: 'panel', 'aria-labelledby': 'panel-title', hidden: true },
  make('header', {}, panelTitle, button('×', closePanel, { class: 'close', 'aria-label': say('ui:close') })),
  panelCount, panelTools, panelBody);

document.addEventListener('keydown', (event) => { if (event.key === 'Escape' && !panel.hidden) closePanel(); });
onFilter(() => { if (!panel.hidden && trail.length) trail[trail.length - 1](); });

function openMark(figure, mark) {
  remember();
  showPicked(figure, mark);
  trail.length = 0;
  step(figure.hits ? () => showFigureHits(figure, mark) : () => showTerms(figure, mark));
}

function openTerm(term, group, n) {
  const hits = (contents.termHits[term] || {})[group] || [];
  step(() => showHits(`${label('term', term)} · ${label('group', group)}`, hits, n));
}

function openOne(docNumber, start, end) {
  remember();
  trail.length = 0;
  step(() => showFound(documents[docNumber].label, [describe(docNumber, start, end)], 1, 1));
}

function remember() {
  if (panel.hidden) opener = document.activeElement;
}

function step(show) {
  trail.push(show);
  panel.hidden = false;
  document.body.classList.add('open');
  fitCharts();
  show();
  panelBody.scrollTop = 0;
  panelTitle.focus({ preventScroll: true });
}

function closePanel() {
  panel.hidden = true;
  document.body.classList.remove('open');
  fitCharts();
  showPicked(null, null);
  if (opener && opener.isConnected) opener.focus({ preventScroll: true });
}

function showFigureHits(figure, mark) {
  const at = figure.columns.findIndex((column) => column.name === figure.count);
  const n = at >= 0 ? figure.rows[mark][at] : figure.hits[mark].length;
  showHits(`${rowName(figure, mark)}`, figure.hits[mark], n, figure.count === 'n_han' ? 'ui:characters' : 'ui:count');
}

function showHits(title, numbers, n, words) {
  const found = numbers.filter(spanPasses).map(describeSpan);
  const sentences = numbers.length === found.length ? found : numbers.map(describeSpan);
  showFound(title, found, n, new Set(sentences.map(sentenceKey)).size, words, numbers.length);
}

function sentenceKey(found) {
  return `${found.document}:${found.sentence < 0 ? `at ${found.start}` : found.sentence}`;
}

function showFound(title, found, n, m, words, all) {
  empty(panelTitle).append(...make('span', {}, title).childNodes);
  const hidden = (all === undefined ? found.length : all) - found.length;
  panelCount.textContent = say(words || 'ui:count', { k: number(n), m: number(m) })
    + (hidden ? ` ${say('ui:filtered', { n: number(found.length) })}` : '');
  empty(panelTools).append(backButton(),
    button(say('ui:csv'), () => saveEvidence(title.replace(/[^\p{L}\p{N}]+/gu, '_'), found), { class: 'quiet' }));
  const groups = new Map();
  for (const one of found) {
    const key = sentenceKey(one);
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(one);
  }
  const list = make('ol', { class: 'sentences' });
  empty(panelBody).append(list);
  showInParts(list, [...groups.values()], sentenceItem, 60);
}

function backButton() {
  return trail.length > 1
    ? button(say('ui:back'), () => { trail.pop(); trail[trail.length - 1](); panelTitle.focus(); }, { class: 'quiet' })
    : '';
}

function sentenceItem(found) {
  const first = found[0];
  const end = Math.max(...found.map((one) => one.to));
  const facts = [first.doc.label, first.speaker, nameOf('kind', first.kind),
    first.demand && nameOf('theme', first.demand.theme)];
  const places = found.map((one) => say('ui:place', { start: one.rawStart, end: one.rawEnd, line: one.line }));
  return make('li', {},
    make('p', { class: 'facts' }, facts.filter(Boolean).map((fact) => make('span', {}, fact))),
    make('p', { class: 'sentence', lang: 'zh' }, marked(first.doc, first.from, end, found)),
    make('p', { class: 'place' }, make('span', {}, [...new Set(places)].slice(0, 4).join('; ')),
      button(say('ui:read'), () => openReading(first.document, first.start, first.end), { class: 'link' })));
}

// The text with the hits marked; hits that overlap are one mark.
function marked(doc, from, to, found) {
  const nodes = [];
  let position = from;
  for (const one of [...found].sort((a, b) => a.start - b.start)) {
    const start = Math.max(position, one.start);
    const end = Math.min(to, one.end);
    if (end <= start) continue;
    nodes.push(cut(doc.text, position, start), make('mark', {}, cut(doc.text, start, end)));
    position = end;
  }
  nodes.push(cut(doc.text, position, to).trimEnd());
  return nodes;
}

function showTerms(figure, mark) {
  const terms = figure.terms[mark];
  empty(panelTitle).append(...make('span', {}, rowName(figure, mark)).childNodes);
  panelCount.textContent = say('ui:terms', { n: number(new Set(terms.map((entry) => entry[0])).size) });
  empty(panelTools).append(button(say('ui:csv'),
    () => saveTable(`${figure.name}_terms`, ['term', 'group', 'n_token'], terms), { class: 'quiet' }));
  const byTerm = new Map();
  for (const entry of terms) byTerm.set(entry[0], [...(byTerm.get(entry[0]) || []), entry]);
  empty(panelBody).append(make('ul', { class: 'terms' }, [...byTerm].map(([term, entries]) => make('li', {},
    make('span', { class: 'term', lang: 'zh' }, label('term', term)),
    entries.map(([, group, n]) => button(`${label('group', group)} ${number(n)}`, () => openTerm(term, group, n),
      { class: 'open', disabled: !n }))))));
}
