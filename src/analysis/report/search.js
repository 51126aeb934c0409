// Keyword in context over all texts.

const CONTEXT = 22;

function searchSection() {
  const input = make('input', { type: 'search', id: 'search-term', autocomplete: 'off', spellcheck: 'false', lang: 'zh' });
  const count = make('p', { class: 'count', 'aria-live': 'polite' });
  const body = make('tbody');
  const table = make('table', { class: 'kwic' }, body);
  const box = make('div', { class: 'kwic-box' }, table);
  let found = [];
  const search = () => {
    const terms = input.value.split('|').map((term) => term.trim()).filter(Boolean);
    found = terms.length ? findTerms(terms) : [];
    const sentences = new Set(found.map(sentenceKey)).size;
    count.textContent = terms.length ? say('ui:count', { k: number(found.length), m: number(sentences) }) : '';
    save.hidden = !found.length;
    const old = box.querySelector('button.more');
    if (old) old.remove();
    showInParts(empty(body), found, kwicRow, 60);
    const more = body.nextElementSibling;
    if (more) table.after(more);
  };
  const save = button(say('ui:csv'), () => saveEvidence('kwic', found), { class: 'quiet', hidden: true });
  const form = make('form', { class: 'search', role: 'search', onsubmit: (event) => { event.preventDefault(); search(); } },
    make('label', { for: 'search-term' }, say('ui:search-label')), input,
    make('button', { type: 'submit' }, say('ui:search')));
  onFilter(search);
  return [form, make('div', { class: 'tools' }, count, save), box];
}

// Longest first at each place, no hit over another; no pattern, so nothing typed can run long.
function findTerms(terms) {
  const sorted = [...new Set(terms)].map(codePoints).sort((a, b) => b.length - a.length);
  const found = [];
  documents.forEach((doc, docNumber) => {
    const text = doc.text;
    for (let at = 0; at < text.length; at += 1) {
      const term = sorted.find((one) => text[at] === one[0] && cut(text, at, at + one.length) === cut(one, 0, one.length));
      if (!term) continue;
      if (passes(docNumber, at, at + term.length)) found.push(describe(docNumber, at, at + term.length));
      at += term.length - 1;
    }
  });
  return found;
}

function kwicRow(found) {
  const { doc, start, end } = found;
  return make('tr', {},
    make('td', { class: 'where' }, doc.label),
    make('td', { class: 'left', lang: 'zh' }, around(doc, start - CONTEXT, start)),
    make('td', { class: 'keyword', lang: 'zh' },
      button(cut(doc.text, start, end), () => openOne(found.document, start, end), { class: 'open' })),
    make('td', { class: 'right', lang: 'zh' }, around(doc, end, end + CONTEXT)),
    make('td', { class: 'who' }, found.speaker || ''));
}
