// Charts: Vega-Lite draws them; a click on a mark opens what its row of the table opens.

const tip = make('div', { class: 'tip', role: 'presentation', hidden: true });
const views = [];

// Expressions are interpreted, not compiled, so that the page needs no right to make code.
const OPTIONS = { actions: false, renderer: 'svg', ast: true, defaultStyle: false, mode: 'vega-lite', logLevel: 1, tooltip: showTip };

function showTip(handler, event, item, value) {
  tip.hidden = value === null || value === undefined || value === '';
  if (tip.hidden) return;
  const entries = typeof value === 'object' ? Object.entries(value) : [['', value]];
  empty(tip).append(...entries.map(([key, text]) => make('div', {},
    key.trim() ? `${key}: ${text}` : String(text).replace(/\n/g, ' '))));
  const x = Math.min(event.clientX + 14, window.innerWidth - tip.offsetWidth - 8);
  tip.style.left = `${Math.max(4, x)}px`;
  tip.style.top = `${Math.min(event.clientY + 14, window.innerHeight - tip.offsetHeight - 8)}px`;
}

function chartBox(figure, spec, number) {
  const own = typeof spec.width === 'number' && figure.least === 0;
  const title = typeof spec.title === 'string' ? spec.title : '';
  const inner = make('div', { class: 'chart', role: 'img',
    'aria-label': say('ui:chart', { title: title ? `${figure.title}, ${title}` : figure.title }) });
  inner.style.minWidth = own ? `${spec.width + 60}px` : `${figure.least}px`;
  const height = heightOf(spec);
  inner.style.minHeight = `${height}px`;
  const box = make('div', { class: 'chart-box' }, title ? make('h4', {}, title) : '', inner);
  const drawing = { ...spec, title: undefined, ...(own ? {} : { width: 'container', autosize: { type: 'fit-x', contains: 'padding' } }) };
  whenSeen(box, () => drawChart(figure, fitLegends(drawing, inner.clientWidth), inner));
  return box;
}

// Vega sets legends in a fixed number of columns: here as many as there is room for.
function fitLegends(spec, width) {
  const layers = (spec.layer || [spec]).map((layer) => {
    const color = layer.encoding && layer.encoding.color;
    if (!color || !color.legend || !color.scale || !color.scale.domain) return layer;
    const letters = Math.max(...color.scale.domain.map((name) => Array.from(String(name))
      .reduce((sum, letter) => sum + (letter > '\u2e7f' ? 12 : 7), 0)));
    const columns = Math.max(1, Math.min(color.legend.columns || 6, Math.floor((width - 70) / (letters + 30))));
    return { ...layer, encoding: { ...layer.encoding, color: { ...color, legend: { ...color.legend, columns } } } };
  });
  return spec.layer ? { ...spec, layer: layers } : layers[0];
}

// Room for a chart before it is drawn, so that the page does not jump under the reader.
function heightOf(spec) {
  return spec.height && typeof spec.height === 'number' ? spec.height : 160;
}

function drawChart(figure, spec, element) {
  const rows = spec.datasets.drawn;
  return vegaEmbed(element, spec, OPTIONS).then(({ view }) => {
    element.style.minHeight = '';
    views.push({ view, of: figure });
    view.addEventListener('click', (event, item) => {
      if (item && item.datum && Number.isInteger(item.datum.mark)) openMark(figure, item.datum.mark);
    });
    const filter = () => view.data('drawn', rows.filter((row) => rowPasses(figure, row.mark))
      .map((row) => ({ ...row }))).runAsync();
    onFilter(filter);
    if (isFiltered()) filter();
  }).catch((error) => { element.textContent = `${say('ui:undrawn')} ${error.message}`; });
}

const waiting = new Map();
const watcher = new IntersectionObserver((entries) => {
  for (const entry of entries) if (entry.isIntersecting) drawNow(entry.target);
}, { rootMargin: '500px' });

function whenSeen(box, draw) {
  waiting.set(box, draw);
  watcher.observe(box);
}

function drawNow(box) {
  const draw = waiting.get(box);
  waiting.delete(box);
  watcher.unobserve(box);
  return draw ? draw() : Promise.resolve();
}

// What is not in sight is drawn when the browser has nothing else to do, so that all can be printed and searched.
function drawTheRest() {
  const [box] = waiting.keys();
  if (!box) return;
  const next = () => drawNow(box).then(drawTheRest);
  if (window.requestIdleCallback) window.requestIdleCallback(next, { timeout: 500 });
  else setTimeout(next, 60);
}

function fitCharts() {
  requestAnimationFrame(() => window.dispatchEvent(new Event('resize')));
}

// The mark whose sentences are shown stands out, whether it was opened from the chart or from the table.
function showPicked(figure, mark) {
  for (const { view, of } of views) {
    const tuples = of === figure ? [{ unit: '', fields: [{ type: 'E', field: 'mark' }], values: [mark] }] : [];
    view.data('picked_store', tuples).runAsync();
  }
}
