import { Combobox, ComboboxOption } from '@strapi/design-system';

import { useText } from '../../../translations/use-text';
import { LabelledField } from '../../../components/form/LabelledField';
import { entryLabel } from './entry-label';
import type { PreviewTarget } from './preview-target';
import type { RecentEntries } from './use-recent-entries';

interface EntryPickerProps {
  type: PreviewTarget['type'];
  entries: RecentEntries;
}

/** The last entries to choose from, or what typing finds among all. */
export function EntryPicker({ type, entries }: EntryPickerProps) {
  const text = useText();
  const { entry, found, outcome, search, choose } = entries;

  return (
    <LabelledField path="preview-entry" label={text('preview.entry')} error={undefined}>
      <Combobox
        autocomplete="none"
        value={entry?.documentId ?? ''}
        placeholder={text('preview.entry.placeholder')}
        onInputChange={(event) => search(event.target.value)}
        onOpenChange={(open: boolean) => !open && search('')}
        onChange={choose}
      >
        {found.map((one) => (
          <ComboboxOption
            key={one.documentId}
            value={one.documentId}
            textValue={entryLabel(one, type.fields)}
          >
            {entryLabel(one, type.fields)}
          </ComboboxOption>
        ))}
        {outcome && (
          <ComboboxOption disabled value={outcome}>
            {text(`preview.entry.${outcome}`)}
          </ComboboxOption>
        )}
      </Combobox>
    </LabelledField>
  );
}
