import { newRotation, rotationBody } from '../../../../../admin/src/webhooks/signing/rotation';
import type { Text } from '../../../../../admin/src/translations/use-text';

const text: Text = (key) => key;

test('unless a person says otherwise, a secret is generated and the old one signs a day longer', () => {
  expect(rotationBody(newRotation, text)).toEqual({ body: { overlapHours: 24 } });
});

test('the old one may stop at once, and the new one be pasted', () => {
  const rotation = { overlapHours: ' 0 ', source: 'paste' as const, signingSecret: ' whsec_abc ' };
  expect(rotationBody(rotation, text)).toEqual({
    body: { overlapHours: 0, signingSecret: 'whsec_abc' },
  });
});

test.each([
  ['no number of hours', { overlapHours: 'a day' }, 'overlapHours'],
  ['too few', { overlapHours: '-1' }, 'overlapHours'],
  ['too many', { overlapHours: '169' }, 'overlapHours'],
  ['nothing pasted', { source: 'paste' as const, signingSecret: ' ' }, 'signingSecret'],
])('%s is told at its field', (_name, part, field) => {
  const asked = rotationBody({ ...newRotation, ...part }, text);
  expect(Object.keys('errors' in asked ? asked.errors : {})).toEqual([field]);
});
