// Runs the block as Shopify's sandbox would, in a document of linkedom's; prints what it shows, line by line as JSON:
// first as it comes, then after the form was sent. Arguments: the script, and what the connector answers to each path.
import { parseHTML } from 'linkedom';
import { pathToFileURL } from 'node:url';

const [script, answers] = [process.argv[2], JSON.parse(process.argv[3])];
const { document, window, Event } = parseHTML('<!doctype html><body></body>');
const asked = [];
Object.assign(globalThis, {
  document,
  window,
  requestAnimationFrame: (work) => setTimeout(work, 0),
  cancelAnimationFrame: clearTimeout,
  shopify: {
    settings: { value: { address: 'https://loyalty.example.test/shop/main/' } },
    localization: { language: { value: { isoCode: 'ro-RO' } } },
    sessionToken: { get: async () => 'a.token' },
    i18n: { translate: (word) => `[${word}]` },
  },
  fetch: async (address, options) => {
    const url = new URL(address);
    asked.push({ path: url.pathname, query: url.search, ...options });
    const { status, body } = answers[url.pathname.split('/').pop()];
    return { ok: status < 400, json: async () => body };
  },
});

const settle = () => new Promise((done) => setTimeout(done, 20));
const shown = () => document.body.innerHTML;

const { default: start } = await import(pathToFileURL(script));
await start();
await settle();
console.log(JSON.stringify(shown()));
const field = document.querySelector('s-number-field');
if (field) {
  field.value = '100';
  field.dispatchEvent(new Event('change'));
  await settle();
  document.querySelector('s-button').dispatchEvent(new Event('click'));
  await settle();
}
console.log(JSON.stringify(shown()));
console.log(JSON.stringify(asked));
