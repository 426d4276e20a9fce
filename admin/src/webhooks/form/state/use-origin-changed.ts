import { useFormState } from './form-state';
import { originDiffers } from './origin-changed';

/** Whether what is typed as the URL sends stored secrets to another host than the one they were given for. */
export function useOriginChanged(): boolean {
  return useFormState(({ stored, values }) => originDiffers(stored.url, values.url));
}
