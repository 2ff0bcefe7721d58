// The block on the profile page of the customer's account: prints what the connector answers, and decides nothing.
import '@shopify/ui-extensions/preact';
import { render } from 'preact';
import { useEffect, useState } from 'preact/hooks';

export default async () => {
  render(<Points />, document.body);
};

const LANGUAGES = ['en', 'ro', 'pl', 'he'];

/**
 * @param {string} path
 * @param {object} [body]
 */
const ask = async (path, body) => {
  const address = String(shopify.settings.value.address || '').replace(/\/$/, '');
  const spoken = shopify.localization.language.value.isoCode.slice(0, 2);
  const language = LANGUAGES.includes(spoken) ? spoken : 'en';
  const headers = { Authorization: `Bearer ${await shopify.sessionToken.get()}` };
  const options = body
    ? { method: 'POST', headers: { ...headers, 'Content-Type': 'application/json' }, body: JSON.stringify(body) }
    : { headers };
  const answer = await fetch(`${address}/${path}?language=${language}`, options);
  const said = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(said.sentence || shopify.i18n.translate('trouble'));
  return said;
};

const Points = () => {
  const [shown, setShown] = useState(/** @type {any} */ (null));
  const [told, setTold] = useState('');
  const [forms, setForms] = useState(0);

  useEffect(() => {
    ask('member').then(setShown, () => setShown(null)); // where nobody answers, the page stays as it is without us
  }, []);

  /** @param {string} sentence */
  const redeemed = async (sentence) => {
    setTold(sentence);
    setForms(forms + 1); // another form with a key of its own
    setShown(await ask('member').catch(() => shown));
  };

  if (!shown?.visible) return null;
  return (
    <s-section heading={shopify.i18n.translate('title')}>
      <s-stack gap="base">
        {shown.sentences.map((/** @type {string} */ one) => (
          <s-paragraph key={one}>{one}</s-paragraph>
        ))}
        {(shown.codes || []).map((/** @type {{sentence: string, code: string}} */ one) => (
          <s-paragraph key={one.code}>{`${one.sentence}: ${one.code}`}</s-paragraph>
        ))}
        {shown.redeem && <Redeem key={forms} terms={shown.redeem} redeemed={redeemed} />}
        {told && <s-banner tone="success">{told}</s-banner>}
      </s-stack>
    </s-section>
  );
};

/** @param {{terms: {least: number, step: number, points: number}, redeemed: (sentence: string) => Promise<void>}} given */
const Redeem = ({ terms, redeemed }) => {
  const [key] = useState(() => crypto.randomUUID()); // one for this form: sent twice, it is redeemed once
  const [points, setPoints] = useState(terms.points);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState('');

  const redeem = async () => {
    setBusy(true);
    setTrouble('');
    try {
      const handed = await ask('redeem', { points, key });
      await redeemed(handed.sentences.join(' '));
    } catch (error) {
      setTrouble(error instanceof Error ? error.message : shopify.i18n.translate('trouble'));
      setBusy(false);
    }
  };

  return (
    <s-stack gap="base">
      <s-number-field
        label={shopify.i18n.translate('points')}
        value={String(points)}
        min={terms.least}
        max={terms.points}
        step={terms.step}
        onChange={(event) => setPoints(Number(/** @type {HTMLInputElement} */ (event.currentTarget).value))}
      />
      <s-button disabled={busy} onClick={redeem}>
        {shopify.i18n.translate('redeem')}
      </s-button>
      {trouble && <s-banner tone="warning">{trouble}</s-banner>}
    </s-stack>
  );
};
