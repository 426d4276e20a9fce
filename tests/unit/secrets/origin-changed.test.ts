import { originChanged } from '../../../server/src/secrets/origin-changed';

const STAYS: [string, string][] = [
  ['https://a.example/x', 'https://a.example/y?z=1#t'],
  ['https://a.example/x', ' HTTPS://A.example:443/x'],
  ['http://a.example/x', 'https://a.example/x'],
  ['https://a.example/{{ doc.x }}', 'https://a.example/{{ doc.y }}'],
  ['https://{{ doc.host }}/x', 'https://{{ doc.host }}/x'],
  ['https://a.example', 'https:\\\\a.example/x'],
];

const LEADS: [string, string][] = [
  ['https://a.example/x', 'https://b.example/x'],
  ['https://a.example/x', 'https://a.example.evil.example/x'],
  ['https://a.example/x', 'https://a.example:8443/x'],
  ['https://a.example/x', 'http://a.example/x'],
  ['https://a.example:8443/x', 'http://a.example:8443/x'],
  ['http://a.example:8080/x', 'https://a.example/x'],
  ['https://a.example/x', 'https://{{ doc.host }}/x'],
  ['https://{{ doc.host }}/x', 'https://a.example/x'],
  ['https://{{ doc.host }}/x', 'https://{{ doc.other }}/x'],
  ['https://{{ doc.host }}/x', 'https://{{ doc.host }}/y'],
  ['https://a.example{{ doc.path }}', 'https://a.example{{ doc.host }}'],
  ['https://a.example/x', 'https://a.example@b.example/x'],
  ['https://a.example/x', 'https://xn--80ak6aa92e.example/x'],
];

test.each(STAYS)('from %s to %s reaches the same', (before, after) => {
  expect(originChanged(before, after)).toBe(false);
});

test.each(LEADS)('from %s to %s reaches somebody else', (before, after) => {
  expect(originChanged(before, after)).toBe(true);
});
