// The table behind a figure: a button a row does what a click on its mark does.

const KEYS = ['theme', 'type', 'kind', 'strength', 'part', 'lane', 'layer', 'label', 'term', 'doc_id', 'speaker', 'rank',
  'headline', 'group', 'other'];
const LEFT_OUT = ['m', 'interval', 'unit', 'note', 'list_index', 'directive_index', 'ordinal', 'family', 'is_stopword',
  'reference', 'test', 'p_value', 'q_value', 'g2', 'n_detectable', 'power', 'position_start', 'position_end', 'n_draws'];

function isKey(figure, name) {
  return KEYS.includes(name) && (name !== 'rank' || figure.name === 'ladder');
}

function keyColumns(figure) {
  return figure.columns.map((column, i) => ({ ...column, i })).filter((column) => isKey(figure, column.name));
}

function rowName(figure, mark) {
  return keyColumns(figure).map((column) => label(column.name, figure.rows[mark][column.i])).filter(Boolean).join(' · ');
}

function tableOf(figure) {
  const rest = figure.columns.map((column, i) => ({ ...column, i }))
        .filter((column) => !isKey(figure, column.name) && !LEFT_OUT.includes(column.name));
  const body = make('tbody');
  const fill = () => {
    const marks = figure.rows.map((_, mark) => mark).filter((mark) => rowPasses(figure, mark));
    const more = body.parentNode && body.parentNode.parentNode.querySelector('button.more');
    if (more) more.remove();
    showRows(empty(body), marks, (mark) => make('tr', {},
      make('th', { scope: 'row' }, button(rowName(figure, mark), () => openMark(figure, mark),
        { class: 'open', 'data-mark': mark })),
      rest.map((column) => make('td', {}, shown(column.name, figure.rows[mark][column.i])))));
  };
  const head = make('tr', {}, make('th', { scope: 'col' }, say('ui:opens')),
    rest.map((column) => make('th', { scope: 'col', title: column.meaning, 'data-column': column.name },
      contents.words[`column:${column.name}`] || column.name)));
  const box = make('div', { class: 'table', tabindex: '0', role: 'region', 'aria-label': figure.title },
    make('table', {}, make('thead', {}, head), body));
  fill();
  onFilter(fill);
  return box;
}

function shown(column, value) {
  if (typeof value === 'number' && /^(share|coverage)/.test(column)) return percent(value);
  if (typeof value === 'boolean') return value ? '✓' : '';
  return number(value);
}

function showRows(body, items, build) {
  showInParts(body, items, build, 60);
  const more = body.nextElementSibling;
  if (more && more.matches('button.more')) body.parentNode.after(more);
}

function saveFigure(figure) {
  const marks = figure.rows.map((_, mark) => mark).filter((mark) => rowPasses(figure, mark));
  saveTable(figure.name, figure.columns.map((column) => column.name), marks.map((mark) => figure.rows[mark]));
}
