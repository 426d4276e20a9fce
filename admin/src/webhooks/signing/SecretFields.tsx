import type { Signing } from '../../../../server/src/contracts/webhook-choices';
import { SecretInput } from '../../components/form/SecretInput';
import { useText } from '../../translations/use-text';
import { LabelledField } from '../../components/form/LabelledField';
import { RadioChoice } from '../../components/form/RadioChoice';
import type { SecretSource } from './secret-source';

/** The prefix of a secret. */
const BEGINNINGS = { hmac: 'whsec_…', ed25519: 'whsk_…' };

interface SecretFieldsProps<Source extends SecretSource> {
  /** The path of the secret, which is the id that errors link to. */
  path: string;
  signing: Exclude<Signing, 'none'>;
  sources: readonly Source[];
  source: Source;
  hint?: string | undefined;
  /** The pasted secret. */
  secret: string;
  error: string | undefined;
  disabled: boolean;
  onChange: (source: Source, secret: string) => void;
}

/** The source of a signing secret, and an input for a pasted one. */
export function SecretFields<Source extends SecretSource>(props: SecretFieldsProps<Source>) {
  const { path, signing, sources, source, hint, secret, error, disabled, onChange } = props;
  const text = useText();
  const pastes = source === 'paste';

  return (
    <>
      <RadioChoice
        path={pastes ? `${path}-source` : path}
        legend={text('form.signingSecret')}
        hint={hint}
        value={source}
        options={sources.map((value) => ({
          value,
          label: text(`secret.source.${value}`),
          explanation: text(`secret.source.${value}.${signing}`),
        }))}
        error={pastes ? undefined : error}
        disabled={disabled}
        onChange={(next) => onChange(next, '')}
      />
      {pastes && (
        <LabelledField
          path={path}
          label={text('secret.pasted')}
          hint={text(`secret.pasted.${signing}`)}
          error={error}
          required
        >
          <SecretInput
            placeholder={BEGINNINGS[signing]}
            value={secret}
            disabled={disabled}
            onChange={(next) => onChange(source, next)}
          />
        </LabelledField>
      )}
    </>
  );
}
