// Prints what the connector answers; every rule is the connector's. All text goes in as text, never as markup.
(() => {
  'use strict';
  const root = document.getElementById('loyalty-points');
  if (!root) return;
  const told = root.dataset;

  const language = ['en', 'ro', 'pl', 'he'].includes(told.language) ? told.language : 'en';

  const ask = async (path, body) => {
    const url = `${told.proxy.replace(/\/$/, '')}/${path}?language=${language}`;
    const options = { headers: { Accept: 'application/json' }, cache: 'no-store' };
    if (body) {
      options.method = 'POST';
      options.headers['Content-Type'] = 'application/json';
      options.body = JSON.stringify(body);
    }
    const answer = await fetch(url, options);
    const said = await answer.json().catch(() => ({}));
    if (!answer.ok) throw new Error(said.sentence || told.trouble);
    return said;
  };

  const make = (tag, className, text) => {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (text !== undefined) Object.assign(made, { textContent: text, dir: 'auto' });
    return made;
  };

  const opener = make('button', 'loyalty-opener');
  opener.type = 'button';
  const panel = make('dialog', 'loyalty-panel');
  const body = make('div', 'loyalty-body');
  const says = make('p', 'loyalty-says');
  says.setAttribute('role', 'status');

  const head = make('header', 'loyalty-head');
  const title = make('h2', '', told.title);
  title.id = 'loyalty-title';
  panel.setAttribute('aria-labelledby', title.id);
  const close = make('button', 'loyalty-close', '×');
  close.type = 'button';
  close.setAttribute('aria-label', told.close);
  close.addEventListener('click', () => panel.close());
  panel.addEventListener('click', (event) => event.target === panel && panel.close());
  head.append(title, close);
  panel.append(head, body, says);

  const codeRow = (one) => {
    const row = make('li', 'loyalty-code');
    row.append(make('span', 'loyalty-what', one.sentence));
    if (!one.code || one.in_store === false) return row;
    const code = make('code', '', one.code);
    code.dir = 'ltr';
    const copy = make('button', 'loyalty-copy', told.copy);
    copy.type = 'button';
    copy.addEventListener('click', async () => {
      await navigator.clipboard.writeText(one.code);
      copy.textContent = told.copied;
    });
    row.append(code, copy);
    return row;
  };

  const redeemForm = (offer, key) => {
    const form = make('form', 'loyalty-form');
    const label = make('label', '', told.points);
    const input = make('input');
    Object.assign(input, { type: 'number', name: 'points', value: offer.points, min: offer.least, max: offer.points });
    input.step = offer.step;
    input.inputMode = 'numeric';
    label.append(input);
    const send = make('button', 'loyalty-send', told.redeem);
    form.append(label, send);
    form.addEventListener('submit', async (event) => {
      event.preventDefault();
      send.disabled = true;
      try {
        const handed = await ask('redeem', { points: Number(input.value), key });
        await account();
        says.textContent = handed.sentences.join(' ');
      } catch (error) {
        says.textContent = error.message;
        send.disabled = false;
      }
    });
    return form;
  };

  const account = async () => {
    const shown = await ask('member');
    says.textContent = '';
    body.replaceChildren();
    if (!shown.visible) return false;
    const lines = make('ul', 'loyalty-lines');
    shown.sentences.forEach((one) => lines.append(make('li', '', one)));
    body.append(lines);
    if (!shown.signed_in) {
      const link = make('a', 'loyalty-send', told.signIn);
      link.href = told.account;
      body.append(link);
    }
    if (shown.redeem && shown.form) body.append(redeemForm(shown.redeem, shown.form));
    if (shown.codes && shown.codes.length) {
      const codes = make('ul', 'loyalty-codes');
      shown.codes.forEach((one) => codes.append(codeRow(one)));
      body.append(codes);
    }
    opener.textContent = shown.signed_in ? shown.sentences[0] || told.title : told.title;
    return true;
  };

  const product = async () => {
    if (!told.product) return;
    const shown = await ask('product', {
      product_id: told.product,
      variant_id: told.variant || null,
      sku: told.sku || null,
      categories: told.categories ? told.categories.split(',') : [],
      currency: told.currency,
      price: told.price,
    });
    const form = document.querySelector('form[action*="/cart/add"]');
    if (!shown.visible || !shown.sentences.length || !form) return;
    const note = make('div', 'loyalty-note');
    shown.sentences.forEach((one) => note.append(make('p', '', one)));
    form.before(note);
  };

  opener.addEventListener('click', () => panel.showModal());
  // A shop whose connector is away shows nothing of it.
  account()
    .then((visible) => {
      if (!visible) return;
      root.append(opener, panel);
      root.hidden = false;
    })
    .catch(() => {});
  product().catch(() => {});
})();
