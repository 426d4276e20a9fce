import { splitUrl } from '../../../../../admin/src/webhooks/list/split-url';

test.each([
  ['https://crm.example/hook?a=1', 'crm.example', '/hook?a=1'],
  ['https://crm.example', 'crm.example', ''],
  ['https://crm.example/', 'crm.example', ''],
  ['https://crm.example?a=1', 'crm.example', '?a=1'],
  ['http://localhost:8787/hook', 'http://localhost:8787', '/hook'],
  ['HTTPS://crm.example/hook', 'crm.example', '/hook'],
  ['https://crm.example/{{ doc.name }}', 'crm.example', '/{{ doc.name }}'],
  ['  https://crm.example/hook ', 'crm.example', '/hook'],
  ['half typed', 'half typed', ''],
])('%j', (url, host, path) => {
  expect(splitUrl(url)).toEqual({ host, path });
});

test('a name and password in it are never shown', () => {
  expect(splitUrl('https://me:secret@crm.example/hook').host).toBe('crm.example');
  expect(splitUrl('https://me:p@ss@crm.example/').host).toBe('crm.example');
});
