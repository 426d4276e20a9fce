import { byField } from '../../../../../../admin/src/api/field-errors';
import {
  errorAt,
  reordered,
  without,
} from '../../../../../../admin/src/webhooks/form/state/form-errors';

const violation = (path: string[], message: string) => ({ path, message, name: 'ValidationError' });

test('the first violation of a field is the one shown', () => {
  const errors = byField([
    violation(['mapping', '1', 'fieldname'], 'unknown'),
    violation(['mapping', '1', 'fieldname'], 'too long'),
    violation(['url'], 'no host'),
  ]);
  expect(errors).toEqual({ 'mapping.1.fieldname': 'unknown', url: 'no host' });
});

test('a field shows its own error, or else that of a part of it', () => {
  expect(errorAt({ retryDelays: 'too many', 'retryDelays.2': 'too long' }, 'retryDelays')).toBe(
    'too many',
  );
  expect(errorAt({ 'retryDelays.2': 'too long' }, 'retryDelays')).toBe('too long');
  expect(errorAt({ urls: 'not it' }, 'url')).toBeUndefined();
});

test('mending a field takes its errors away, and no other', () => {
  const errors = { mapping: 'x', 'mapping.1.key': 'x', 'mapping.10.key': 'kept', url: 'kept' };
  expect(without(errors, 'mapping.1')).toEqual({
    mapping: 'x',
    'mapping.10.key': 'kept',
    url: 'kept',
  });
  expect(without(errors, 'mapping')).toEqual({ url: 'kept' });
});

test('the errors of rows follow their rows, and go with them', () => {
  const errors = { url: 'a', mapping: 'b', 'mapping.0.key': 'first', 'mapping.2.key': 'third' };
  expect(reordered(errors, 'mapping', [2, 0])).toEqual({
    url: 'a',
    mapping: 'b',
    'mapping.1.key': 'first',
    'mapping.0.key': 'third',
  });
  expect(reordered(errors, 'mapping', [1, 2])).toEqual({
    url: 'a',
    mapping: 'b',
    'mapping.1.key': 'third',
  });
});
