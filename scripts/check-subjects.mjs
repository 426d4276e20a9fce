// Checks commit subjects, one a line, on standard input: `area: what changes`, at most 72 characters.
import { readFileSync } from 'node:fs';

const LONGEST = 72;
const FORM = /^[a-z][a-z0-9-]*: [a-z`]/;
/** Git's own, and what git turns into one of ours later. */
const EXEMPT = /^(Merge|Revert|fixup!|squash!) /;

const subjects = readFileSync(0, 'utf8').split('\n').filter(Boolean);
const problems = subjects.flatMap((subject) =>
  problemsOf(subject).map((problem) => `"${subject}": ${problem}`),
);
if (problems.length > 0) {
  console.error(problems.join('\n'));
  console.error(
    'A subject is `area: what changes`, such as `capture: read the before-image once`.',
  );
  process.exitCode = 1;
}

function problemsOf(subject) {
  if (EXEMPT.test(subject)) return [];
  return [
    ...(subject.length > LONGEST
      ? [`it has ${subject.length} characters, ${LONGEST} are allowed`]
      : []),
    ...(FORM.test(subject)
      ? []
      : ['it does not begin with an area, a colon and a lower-case word']),
    ...(subject.endsWith('.') ? ['it ends with a full stop'] : []),
  ];
}
