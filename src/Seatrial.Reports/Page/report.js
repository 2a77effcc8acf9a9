'use strict';
// Filter and search. The page is whole without it: it only hides what was not asked for, and moves the focus.
(() => {
  const bar = document.getElementById('find'), box = bar.querySelector('input'), said = bar.querySelector('output');
  const switches = [...bar.querySelectorAll('button')];
  const kinds = [
    { one: 'scenario', items: [...document.querySelectorAll('#catalogue .scenario')] },
    { one: 'rule', items: [...document.querySelectorAll('#rules tbody tr')] },
    { one: 'finding', items: [...document.querySelectorAll('#findings .finding')] },
  ];
  const fold = document.querySelector('#rules .fold'), texts = new Map();
  let opened = false;

  // Of a scenario what it is and does, and not all that came over the wire: half of the words stand there everywhere.
  const telling = 'summary, .chip, .steps > li > p, .checks p:first-child, .wire .line';
  const text = item => {
    if (!texts.has(item)) {
      const parts = item.matches('.scenario') ? [...item.querySelectorAll(telling)] : [item];
      texts.set(item, parts.map(part => part.textContent).join('\n').toLowerCase());
    }
    return texts.get(item);
  };

  function filter() {
    const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
    const wanted = switches.filter(each => each.getAttribute('aria-pressed') === 'true').map(each => 'v-' + each.value);
    const counts = [];
    for (const { one, items } of kinds) {
      let shown = 0;
      for (const item of items) {
        item.hidden = !words.every(word => text(item).includes(word))
          || (one === 'scenario' && wanted.length > 0 && !wanted.some(verdict => item.classList.contains(verdict)));
        if (!item.hidden) shown++;
      }
      if (items.length > 0) counts.push(`${shown} of ${items.length} ${one}${items.length === 1 ? '' : 's'}`);
    }
    // A rule that was found must not stay folded away; what was opened for a search closes with it.
    if (fold && words.length > 0 && !fold.open && fold.querySelector('tbody tr:not([hidden])')) fold.open = opened = true;
    if (fold && words.length === 0 && opened) fold.open = opened = false;
    const filtered = words.length + wanted.length > 0;
    document.body.classList.toggle('filtered', filtered);
    said.textContent = filtered ? counts.join(', ') : '';
  }

  const found = () => [...document.querySelectorAll('#catalogue .scenario:not([hidden]) > summary')];

  function move(step) {
    const all = found(), at = all.indexOf(document.activeElement);
    const next = all[at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + step, 0), all.length - 1)];
    if (next) next.focus();
  }

  function clear() {
    box.value = '';
    for (const each of switches) each.setAttribute('aria-pressed', 'false');
    filter();
  }

  box.addEventListener('input', filter);
  for (const each of switches) each.addEventListener('click', () => {
    each.setAttribute('aria-pressed', String(each.getAttribute('aria-pressed') !== 'true'));
    filter();
  });
  document.addEventListener('keydown', key => {
    if (key.ctrlKey || key.altKey || key.metaKey || key.isComposing) return;
    const typing = document.activeElement === box;
    if (key.key === 'Escape') { clear(); box.blur(); }
    else if (typing && (key.key === 'Enter' || key.key === 'ArrowDown')) move(1);
    else if (typing) return;
    else if (key.key === '/') { box.focus(); box.select(); }
    else if (key.key === 'j') move(1);
    else if (key.key === 'k') move(-1);
    else return;
    key.preventDefault();
  });
  // Whoever follows a link to what a filter hides wants to see it.
  window.addEventListener('hashchange', () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const part = target && target.closest('section');
    if (part && (target.closest('[hidden]') || getComputedStyle(part).display === 'none')) { clear(); target.scrollIntoView(); }
  });
  bar.hidden = false;
})();
