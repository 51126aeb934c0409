// Building the page: every word from a text becomes a text node, never markup.

const lacking = new Set(contents.lacking);

function say(key, values) {
  const words = contents.words[key] || key;
  return words.replace(/\{(\w+)\}/g, (_, name) => (values && name in values ? String(values[name]) : ''));
}

function make(tag, properties, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name === 'class') element.className = value;
    else if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? '' : String(value));
  }
  add(element, children);
  return element;
}

function add(element, children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === '') continue;
    if (child instanceof Node) element.append(child);
    else addText(element, String(child));
  }
}

// A character that the font cannot draw is shown as its code point.
function addText(element, text) {
  if (!lacking.size) {
    element.append(text);
    return;
  }
  let plain = '';
  for (const letter of text) {
    if (!lacking.has(letter)) {
      plain += letter;
      continue;
    }
    element.append(plain);
    plain = '';
    const code = document.createElement('span');
    code.className = 'codepoint';
    code.textContent = `U+${letter.codePointAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
    element.append(code);
  }
  element.append(plain);
}

function empty(element) {
  element.replaceChildren();
  return element;
}

function button(label, onclick, properties) {
  return make('button', { type: 'button', onclick, ...properties }, label);
}

function number(value) {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'number') return String(value);
  if (Number.isInteger(value)) return value.toLocaleString('en-US');
  return String(Number(value.toPrecision(3)));
}

function percent(value) {
  return value === null ? '' : `${(100 * value).toFixed(value < 0.1 ? 1 : 0)} %`;
}

// What is printed for the id in a column.
function label(column, value) {
  if (value === null || value === undefined) return '';
  const known = contents.labels[column];
  return known && value in known ? known[value] : String(value);
}

function nameOf(kind, value) {
  const known = contents.names[kind];
  return value === null ? '' : (known && known[value]) || value;
}

// A long list is shown in parts: what is not asked for is not built.
function showInParts(list, items, build, size) {
  let shown = 0;
  const more = button('', () => showMore(), { class: 'more' });
  function showMore() {
    const next = items.slice(shown, shown + size);
    more.remove();
    list.append(...next.map(build));
    shown += next.length;
    if (shown < items.length) {
      more.textContent = say('ui:more', { n: number(items.length - shown) });
      list.after(more);
    }
  }
  showMore();
}
