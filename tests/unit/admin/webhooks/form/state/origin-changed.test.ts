import { originDiffers } from '../../../../../../admin/src/webhooks/form/state/origin-changed';

const STORED = 'https://crm.example/hook';

test.each([
  ['the same URL', ` ${STORED} `, false],
  ['another path', 'https://CRM.example/other?a=1', false],
  ['another host', 'https://crm.example.evil/hook', true],
  ['the old host before an at sign', 'https://crm.example@evil.example/hook', true],
  ['another port', 'https://crm.example:8443/hook', true],
  ['without TLS', 'http://crm.example/hook', true],
  ['a host that is not written yet', '', true],
])('%s', (_name, url, elsewhere) => {
  expect(originDiffers(STORED, url)).toBe(elsewhere);
});

test('gaining TLS is no other receiver', () => {
  expect(originDiffers('http://crm.example/hook', STORED)).toBe(false);
});

test('where the host is rendered, any change may lead elsewhere', () => {
  const rendered = 'https://{{ doc.shop }}.example/hook';
  expect(originDiffers(rendered, rendered)).toBe(false);
  expect(originDiffers(rendered, `${rendered}/new`)).toBe(true);
});
