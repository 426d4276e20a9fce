import { createContext, useContext } from 'react';

import type { PreviewedField } from '../../../../../server/src/contracts/preview';

interface PreviewedFieldsContext {
  fields: PreviewedField[];
  show: (fields: PreviewedField[]) => void;
}

/** The values of the mapped fields in the preview, for their rows in the form. */
export const PreviewedFields = createContext<PreviewedFieldsContext>({
  fields: [],
  show: () => undefined,
});

export const usePreviewedFields = () => useContext(PreviewedFields);
