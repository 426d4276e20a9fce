import texts from '../../../../admin/src/translations/en.json';
import { ATTEMPT_OUTCOMES } from '../../../../server/src/contracts/deliveries';

test.each(ATTEMPT_OUTCOMES.filter((outcome) => outcome !== 'response'))(
  'the log has words for the outcome %s',
  (outcome) => {
    expect(texts).toHaveProperty([`attempt.outcome.${outcome}`]);
  },
);
