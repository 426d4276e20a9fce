import {
  createFormStore,
  isModified,
} from '../../../../../../admin/src/webhooks/form/state/form-store';
import { toValues } from '../../../../../../admin/src/webhooks/form/state/values';
import { sampleWebhook } from '../../../sample-webhook';

const stored = () =>
  toValues(sampleWebhook({ mapping: [{ fieldname: 'title', key: 'title' }], name: 'Before' }));

test('setting a field takes its errors away, and leaves all else as it is', () => {
  const store = createFormStore(stored());
  store.setErrors({ url: 'no host', 'mapping.0.key': 'kept' });
  const { mapping } = store.get().values;
  store.set({ url: 'https://crm.example' });
  expect(store.get().errors).toEqual({ 'mapping.0.key': 'kept' });
  expect(store.get().values.mapping).toBe(mapping);
});

test('it is modified as long as something differs from what is stored', () => {
  const store = createFormStore(stored());
  store.set({ name: 'After' });
  expect(isModified(store.get())).toBe(true);
  store.set({ name: 'Before', mapping: store.get().values.mapping.map((row) => ({ ...row })) });
  expect(isModified(store.get())).toBe(false);
});

test('a webhook that is read again keeps what was typed, and brings the rest', () => {
  const store = createFormStore(stored());
  store.set({ name: 'Typed' });
  store.rebase({ ...stored(), name: 'Elsewhere', state: 'disabled' });
  expect(store.get().values).toMatchObject({ name: 'Typed', state: 'disabled' });
  expect(isModified(store.get())).toBe(true);
});

test('after a save it shows what is stored', () => {
  const store = createFormStore(stored());
  store.set({ name: 'Typed ' });
  store.reset({ ...stored(), name: 'Typed' });
  expect(store.get().values.name).toBe('Typed');
  expect(isModified(store.get())).toBe(false);
});

test('who listens is told of each change until they leave', () => {
  const store = createFormStore(stored());
  const listener = jest.fn();
  const leave = store.subscribe(listener);
  store.set({ name: 'a' });
  leave();
  store.set({ name: 'b' });
  expect(listener).toHaveBeenCalledTimes(1);
});
