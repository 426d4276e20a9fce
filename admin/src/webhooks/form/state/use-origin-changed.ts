import { useFormState } from './form-state';
import { leadsElsewhere } from './origin-changed';

/** Whether what is typed as the URL sends stored secrets to another host than the one they were given for. */
export function useLeadsElsewhere(): boolean {
  return useFormState(({ stored, values }) => leadsElsewhere(stored.url, values.url));
}
