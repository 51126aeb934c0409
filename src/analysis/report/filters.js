// Filters hold for the whole page: charts and tables show the rows, and lists the hits, that pass.

const chosen = { place: '', theme: '', speaker: '', level: '' };
const listeners = [];
let passing = null;

function onFilter(listener) {
  listeners.push(listener);
}

function isFiltered() {
  return Object.values(chosen).some(Boolean);
}

function choose(name, value) {
  chosen[name] = value;
  passing = null;
  for (const listener of listeners) listener();
}

function passes(docNumber, start, end) {
  const doc = documents[docNumber];
  if (chosen.place && doc.id !== chosen.place) return false;
  if (chosen.speaker && speakerAt(doc, start) !== chosen.speaker) return false;
  if (!chosen.theme && !chosen.level) return true;
  const demand = demandOf(doc, start, end);
  if (!demand) return false;
  return (!chosen.theme || demand.theme === chosen.theme) && (!chosen.level || String(demand.level) === chosen.level);
}

function spanPasses(span) {
  if (!isFiltered()) return true;
  if (!passing) passing = new Int8Array(spans.start.length);
  if (!passing[span]) {
    passing[span] = passes(spans.document[span], spans.start[span], spans.end[span]) ? 1 : -1;
  }
  return passing[span] > 0;
}

// A row passes where one of its hits does; a row that opens terms stands for no single place and always does.
function rowPasses(figure, mark) {
  if (!isFiltered() || !figure.hits) return true;
  return figure.hits[mark].some(spanPasses);
}

function filterBar() {
  const used = new Set(demands.map((demand) => demand.theme));
  const speakers = [...new Set(documents.flatMap((doc) => doc.turns.map((turn) => turn[2])))].filter(Boolean);
  const clear = button(say('ui:clear'), () => {
    for (const select of bar.querySelectorAll('select')) select.value = '';
    for (const name of Object.keys(chosen)) chosen[name] = '';
    choose('place', '');
  }, { class: 'quiet', hidden: true });
  const bar = make('form', { class: 'filters', 'aria-label': say('ui:filters') },
    selectOf('place', documents.map((doc) => [doc.id, doc.label])),
    selectOf('theme', [...used].map((theme) => [theme, nameOf('theme', theme)])),
    selectOf('speaker', speakers.map((speaker) => [speaker, speaker])),
    selectOf('level', ['1', '2', '3'].map((level) => [level, say(`level:${level}`)])), clear);
  onFilter(() => { clear.hidden = !isFiltered(); bar.classList.toggle('active', isFiltered()); });
  return bar;
}

function selectOf(name, options) {
  const select = make('select', { name, onchange: () => choose(name, select.value) },
    make('option', { value: '' }, say('ui:all')),
    options.map(([value, text]) => make('option', { value }, text)));
  return make('label', {}, make('span', {}, say(`filter:${name}`)), select);
}
