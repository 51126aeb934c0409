// All demands, as the filters leave them.

function demandSection() {
  const count = make('p', { class: 'count', 'aria-live': 'polite' });
  const list = make('ol', { class: 'demands' });
  const box = make('div', {}, list);
  let listed = [];
  const fill = () => {
    listed = demands.filter((demand) => passes(demand.document, demand.start, demand.end));
    count.textContent = say('ui:demands', { n: number(listed.length), all: number(demands.length) });
    const old = box.querySelector('button.more');
    if (old) old.remove();
    showInParts(empty(list), listed, demandItem, 40);
  };
  fill();
  onFilter(fill);
  const save = () => saveEvidence('demands', listed.map((one) => describe(one.document, one.start, one.end)));
  return [make('div', { class: 'tools' }, count, button(say('ui:csv'), save, { class: 'quiet' })), box];
}

function demandItem(demand) {
  const doc = documents[demand.document];
  const facts = [doc.label, demand.speaker, say(`level:${demand.level}`), nameOf('theme', demand.theme),
    nameOf('strength', demand.strength)];
  return make('li', { class: `level${demand.level}` },
    button(cut(doc.text, demand.start, demand.end).replace(/\n/g, ' '),
      () => openOne(demand.document, demand.start, demand.end), { class: 'open', lang: 'zh' }),
    make('p', { class: 'facts' }, facts.filter(Boolean).map((fact) => make('span', {}, fact))));
}
