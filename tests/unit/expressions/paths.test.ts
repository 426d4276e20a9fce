import { compileExpression } from '../../../server/src/expressions/expression';
import { mergeReferences } from '../../../server/src/expressions/analysis/path-set';
import type { PathTree } from '../../../server/src/schema/path-tree';
import { OPTIONS } from './options';

const pathsOf = (source: string) => compileExpression(source, OPTIONS).paths;

/** The wanted paths, `*` where everything at the root is. */
function list(tree: PathTree): string[] {
  const inner = [...tree.children].flatMap(([name, child]) =>
    list(child).map((path) => (path === '*' ? name : `${name}.${path}`)),
  );
  return [...(tree.whole ? ['*'] : []), ...inner].sort();
}

test.each<[string, string[]]>([
  ['doc.items.sku', ['items.sku']],
  ['doc.author.name', ['author.name']],
  ['doc.`a-b`."c d"', ['a-b.c d']],
  ['doc', ['*']],
  ['"text"', []],
  ['event = "entry.update"', []],
  ['doc.items[qty > 3].rate', ['items.qty', 'items.rate']],
  ['doc.items[0].sku', ['items.sku']],
  ['doc.items[sku = $$.doc.main].rate', ['items.rate', 'items.sku', 'main']],
  ['doc.items[]', ['items']],
  ['doc.(title & subtitle)', ['subtitle', 'title']],
  ['doc.items.{"sku": sku, "n": qty * rate}', ['items.qty', 'items.rate', 'items.sku']],
  ['doc.items.{"kind": "row"}', ['items']],
  ['doc.items.[sku, qty]', ['items.qty', 'items.sku']],
  ['doc.items{sku: $sum(qty)}', ['items.qty', 'items.sku']],
  ['doc.items^(>rate, sku).qty', ['items.qty', 'items.rate', 'items.sku']],
  ['$sum(doc.items.amount)', ['items.amount']],
  ['doc.items.{"sku": $uppercase(sku)}', ['items.sku']],
  ['doc.items.{"sku": $substring(sku, 0, 2)}', ['items.sku']],
  ['doc.title.$uppercase()', ['title']],
  ['doc.items.$string()', ['items']],
  ['doc.items.$sift(function($v) { $v > 1 })', ['items']],
  ['doc.title ~> $uppercase', ['title']],
  ['doc.title ~> $substring(0, 2)', ['title']],
  ['doc.items.sku ~> $join(", ")', ['items.sku']],
  ['$map(doc.items, function($i) { $i.sku })', ['items']],
  ['$map(doc.items, function($i) { $i.sku & $$.doc.title })', ['items', 'title']],
  ['($d := doc; $d.title)', ['*']],
  ['($p := function($x) { $x * 2 }; doc.items.{"n": $p(qty)})', ['items.qty']],
  ['($p := $string; doc.items.{"n": $p(qty)})', ['items', 'items.qty']],
  ['($sum := $string; doc.items.$sum())', ['items']],
  ['doc.items@$i.author[name = $i.sku].age', ['author.age', 'author.name', 'items']],
  ['doc.items#$n.{"n": $n, "sku": sku}', ['items.sku']],
  ['doc.*', ['*']],
  ['doc.**.sku', ['*']],
  ['doc.items.*.sku', ['items']],
  ['doc.items.{"sku": sku, "of": %.title}', ['items.sku', 'title']],
  ['doc.items.parts.{"of": %.%.title}', ['items.parts', 'title']],
  ['$keys(doc)', ['*']],
  ['$lookup(doc, "x")', ['*']],
  ['$each(doc.author, function($v, $k) { $k })', ['author']],
  ['$merge([doc.author, {"a": 1}]).name', ['author']],
  ['$spread(doc.author)', ['author']],
  ['$', ['*']],
  ['$$', ['*']],
  ['$string()', ['*']],
  ['doc ~> |items|{"n": $$.doc.title}|', ['*', 'title']],
  ['doc.author.name ?? doc.title', ['author.name', 'title']],
  ['(doc.published ? doc.author : doc.editor).name', ['author.name', 'editor.name', 'published']],
  ['[doc.author, doc.editor].name', ['author.name', 'editor.name']],
])('%s names %j of the document', (source, expected) => {
  expect(list(pathsOf(source).doc)).toEqual(expected);
});

test('the document before the write is followed like the document', () => {
  const { doc, previous } = pathsOf(
    'doc.status != previous.status and previous.items[qty > 1].sku',
  );

  expect(list(doc)).toEqual(['status']);
  expect(list(previous)).toEqual(['items.qty', 'items.sku', 'status']);
});

test.each<[string, string[]]>([
  ['event = "entry.update" and "title" in changed', ['event', 'changed']],
  ['actor.type = "admin"', ['actor']],
  ['doc.title & sequence', ['sequence', 'doc']],
  ['previous.title', ['previous']],
  ['nothing.known', []],
])('%s uses %j', (source, expected) => {
  expect([...pathsOf(source).uses].sort()).toEqual(expected.sort());
});

test('all of the context is all of everything', () => {
  const { doc, previous, uses } = pathsOf('$string($$)');

  expect([doc.whole, previous.whole, uses.size]).toEqual([true, true, 12]);
});

test('what several expressions read', () => {
  const merged = mergeReferences([
    pathsOf('doc.a.b'),
    pathsOf('doc.a.c & event'),
    pathsOf('previous'),
  ]);

  expect(list(merged.doc)).toEqual(['a.b', 'a.c']);
  expect(list(merged.previous)).toEqual(['*']);
  expect([...merged.uses].sort()).toEqual(['doc', 'event', 'previous']);
});

test('lists of the same thing over and over do not add up', () => {
  expect(list(pathsOf(`doc${'.[$, $]'.repeat(60)}.title`).doc)).toEqual(['title']);
});
