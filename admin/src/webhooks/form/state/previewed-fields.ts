import { createContext, useContext } from 'react';

import type { PreviewedField } from '../../../../../server/src/contracts/preview';

interface PreviewedFieldsContext {
  fields: PreviewedField[];
  show: (fields: PreviewedField[]) => void;
}

/** What the preview says of the mapped fields, for their rows in the form. */
export const PreviewedFields = createContext<PreviewedFieldsContext>({
  fields: [],
  show: () => undefined,
});

export const usePreviewedFields = () => useContext(PreviewedFields);
