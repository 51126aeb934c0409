// The page from top to bottom.

const SECTIONS = ['texts', 'themes', 'priorities', 'voices', 'vocabulary', 'similarity'];

function build() {
  const page = document.getElementById('page');
  const figures = contents.figures;
  const sections = SECTIONS.filter((name) => name === 'texts' || figures.some((figure) => figure.section === name));
  const tools = { demands: demandSection, search: searchSection, reading: readingSection };
  page.append(
    make('a', { class: 'skip', href: '#findings' }, say('ui:skip')),
    make('header', { class: 'top' },
      make('div', { class: 'title' }, make('h1', {}, say('page:title')), make('p', {}, summary())), filterBar()),
    navigation(['findings', ...sections, ...Object.keys(tools), 'about']),
    make('main', {},
      section('findings', findingList()),
      sections.map((name) => section(name, name === 'texts' ? textTable() : '',
        figures.filter((figure) => figure.section === name).map(figureBox))),
      Object.entries(tools).map(([name, make_]) => section(name, make_())),
      section('about', aboutList())),
    panel, tip);
  keepClear(page.querySelector('.top'));
  (document.fonts ? document.fonts.load('12px "Noto Sans SC"', '文') : Promise.resolve()).catch(() => null)
    .then(() => { document.documentElement.dataset.ready = 'yes'; });
  window.addEventListener('load', () => setTimeout(drawTheRest, 400));
}

// The header wraps where the window is narrow: what stands below it asks how tall it is.
function keepClear(header) {
  const tell = () => document.documentElement.style.setProperty('--top', `${header.offsetHeight}px`);
  new ResizeObserver(tell).observe(header);
}

function summary() {
  const letters = documents.reduce((sum, doc) => sum + doc.n_characters, 0);
  return say('page:summary', { n: number(documents.length), characters: number(letters), demands: number(demands.length) });
}

function navigation(names) {
  return make('nav', { 'aria-label': say('ui:contents') },
    make('ul', {}, names.map((name) => make('li', {}, make('a', { href: `#${name}` }, say(`section:${name}`))))));
}

function section(name, ...children) {
  return make('section', { id: name, 'aria-labelledby': `${name}-title` },
    make('h2', { id: `${name}-title` }, say(`section:${name}`)),
    contents.words[`lead:${name}`] ? make('p', { class: 'lead' }, say(`lead:${name}`)) : '', children);
}

function findingList() {
  return make('div', { class: 'findings' }, contents.findings.filter((topic) => topic.sentences.length)
    .map((topic) => make('div', {}, make('h3', {}, topic.title),
      make('ul', {}, topic.sentences.map((sentence) => make('li', {}, sentence))))));
}

function textTable() {
  const columns = ['meeting_date', 'date_status', 'admin_level', 'genre', 'speakers', 'n_characters', 'n_sentences',
    'n_directives', 'n_priorities', 'n_edits', 'n_damage'];
  const body = make('tbody', {}, documents.map((doc, i) => make('tr', {},
    make('th', { scope: 'row' }, button(doc.label, () => openReading(i, 0, 0), { class: 'open', title: doc.title || doc.path })),
    columns.map((name) => make('td', { class: typeof doc[name] === 'number' ? 'n' : '' }, number(doc[name]))))));
  const head = make('tr', {}, ['text', ...columns].map((name) => make('th', { scope: 'col' }, say(`column:${name}`))));
  return make('figure', {}, make('figcaption', {}, make('h3', {}, say('title:documents')), make('p', {}, say('how:documents'))),
    make('div', { class: 'table first', tabindex: '0', role: 'region', 'aria-label': say('title:documents') },
      make('table', {}, make('thead', {}, head), body)));
}

function figureBox(figure) {
  const rows = figure.rows.length;
  const details = make('details', { ontoggle: () => {
    if (details.open && !details.querySelector('table')) details.append(tableOf(figure));
  } }, make('summary', {}, say('ui:table', { n: number(rows) })));
  return make('figure', { id: `figure-${figure.name}` },
    make('figcaption', {}, make('h3', {}, figure.title), make('p', {}, figure.how)),
    make('div', { class: figure.charts.length > 2 ? 'panels' : 'single' },
      figure.charts.map((spec, i) => chartBox(figure, spec, i))),
    make('div', { class: 'below' }, details, button(say('ui:csv'), () => saveFigure(figure), { class: 'quiet' })));
}

function aboutList() {
  const items = [say('about:counted', contents.chosen), say('about:hits'), say('about:offline')];
  if (contents.lacking.length) {
    const codes = contents.lacking.map((letter) => `U+${letter.codePointAt(0).toString(16).toUpperCase().padStart(4, '0')}`);
    items.push(say('about:lacking', { characters: codes.join(', ') }));
  }
  return make('ul', {}, items.map((item) => make('li', {}, item)));
}

build();
