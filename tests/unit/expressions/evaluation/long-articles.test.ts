import type { Task } from '../../../../server/src/expressions/evaluation/evaluation-job';
import { createRunner } from '../../../../server/src/expressions/evaluation/run-job';
import { config } from '../../config-of';

const run = createRunner();

/** 1 200 blocks of HTML, 250 KB in all. */
const PARAGRAPH = `<p class="lead">${'Lorem ipsum dolor sit amet, <b>consectetur</b> elit. '.repeat(4)}</p>`;
const BLOCKS = Array.from({ length: 1_200 }, (_, at) => ({
  __component: at % 3 === 0 ? 'section.quote' : 'section.text',
  id: at + 1,
  position: 1_200 - at,
  text: PARAGRAPH,
}));
const ARTICLE = { title: 'Long', body: PARAGRAPH.repeat(1_200), blocks: BLOCKS };
const CONTEXT = JSON.stringify({ doc: ARTICLE });
const LIMIT = {
  ms: config().expressions.renderBudgetMs,
  setting: 'expressions.renderBudgetMs',
};

async function valueOf(source: string): Promise<unknown> {
  const types = { lists: ['blocks'], bigIntegers: [] };
  const task: Task = { source, finish: 'value', env: [], types };
  const env = { allowed: [], values: {} };
  const { values, failure } = await run({ tasks: [task], context: CONTEXT, env, limit: LIMIT });
  if (failure) throw new Error(failure.message);
  return values[0];
}

const PLAIN = ARTICLE.body.replace(/<[^>]+>/g, '');

test('the article is as long as it says', () => {
  expect(ARTICLE.body.length).toBeGreaterThan(250_000);
});

test.each<[form: string, source: string, expected: unknown]>([
  ['HTML stripped', '$replace(doc.body, /<[^>]+>/, "")', PLAIN],
  ['blocks joined', '$join(doc.blocks.text, " ")', BLOCKS.map(({ text }) => text).join(' ')],
  [
    'an excerpt',
    '$substring($replace(doc.body, /<[^>]+>/, ""), 0, 150) & "…"',
    `${PLAIN.slice(0, 150)}…`,
  ],
  ['words counted', '$count($split(doc.body, " "))', ARTICLE.body.split(' ').length],
  [
    'words counted by a regular expression',
    '$count($split($trim($replace(doc.body, /<[^>]+>/, " ")), /\\s+/))',
    PLAIN.trim().split(/\s+/).length,
  ],
  [
    'blocks as objects',
    '$count(doc.blocks.{"kind": __component, "text": $replace(text, /<[^>]+>/, "")})',
    1_200,
  ],
  ['blocks filtered', '$count(doc.blocks[__component = "section.quote"])', 400],
  ['blocks sorted', '(doc.blocks^(position))[0].id', 1_200],
  [
    'blocks put together',
    '$length($reduce(doc.blocks.text, function($all, $one) { $all & $one }))',
    ARTICLE.body.length,
  ],
  [
    'words of each block',
    '$sum($map(doc.blocks, function($b) { $count($split($b.text, " ")) }))',
    BLOCKS.length * PARAGRAPH.split(' ').length,
  ],
  ['the document as text', '$length($string(doc))', JSON.stringify(ARTICLE).length],
  ['upper case', '$length($uppercase(doc.body))', ARTICLE.body.length],
])('%s', async (_form, source, expected) => {
  const value = await valueOf(source);
  expect(value).toEqual(expected);
});
