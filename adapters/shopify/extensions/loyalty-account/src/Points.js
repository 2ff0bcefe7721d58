// The block on the profile page of the customer's account: prints what the connector answers, and decides nothing.
// It runs in Shopify's sandbox, where `shopify` and the s-… elements are.

const make = (tag, text, attributes = {}) => {
  const made = document.createElement(tag);
  if (text !== undefined) made.append(text);
  Object.entries(attributes).forEach(([name, value]) => made.setAttribute(name, String(value)));
  return made;
};

const ask = async (path, body) => {
  const address = String(shopify.settings.value.address || '').replace(/\/$/, '');
  const spoken = shopify.localization.language.value.isoCode.slice(0, 2);
  const language = ['en', 'ro', 'pl', 'he'].includes(spoken) ? spoken : 'en';
  const token = await shopify.sessionToken.get();
  const options = { headers: { Authorization: `Bearer ${token}` } };
  if (body) {
    options.method = 'POST';
    options.headers['Content-Type'] = 'application/json';
    options.body = JSON.stringify(body);
  }
  const answer = await fetch(`${address}/${path}?language=${language}`, options);
  const said = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(said.sentence || shopify.i18n.translate('trouble'));
  return said;
};

const draw = async (root, told) => {
  const shown = await ask('member');
  root.replaceChildren();
  if (!shown.visible) return;
  const lines = shown.sentences.map((one) => make('s-paragraph', one));
  const codes = (shown.codes || []).map((one) => make('s-paragraph', `${one.sentence}: ${one.code}`));
  root.append(...lines, ...codes);
  if (shown.redeem) {
    const key = crypto.randomUUID(); // one for this form: sent twice, it is redeemed once
    const { least, step, points } = shown.redeem;
    const label = shopify.i18n.translate('points');
    const field = make('s-number-field', undefined, { label, value: points, min: least, max: points, step });
    const button = make('s-button', shopify.i18n.translate('redeem'));
    button.addEventListener('click', async () => {
      button.setAttribute('disabled', '');
      try {
        const handed = await ask('redeem', { points: Number(field.value), key });
        await draw(root, handed.sentences.join(' '));
      } catch (error) {
        button.removeAttribute('disabled');
        root.append(make('s-banner', error.message, { tone: 'warning' }));
      }
    });
    root.append(field, button);
  }
  if (told) root.append(make('s-banner', told, { tone: 'success' }));
};

export default async () => {
  const section = make('s-section', undefined, { heading: shopify.i18n.translate('title') });
  const root = make('s-stack', undefined, { gap: 'base' });
  section.append(root);
  document.body.append(section);
  await draw(root).catch(() => section.remove());
};
