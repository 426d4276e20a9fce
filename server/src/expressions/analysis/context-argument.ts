import { leftOperand, walkNodes, type Node } from '../jsonata/ast';

/**
 * JSONata functions whose signature contains `-` use the context in place of a missing argument.
 * These functions accept whole objects. They read the context when they get fewer arguments than
 * the number given here, because the argument types then decide which one is missing.
 */
const TAKE_OBJECTS: Record<string, number> = {
  string: 1,
  boolean: 1,
  not: 1,
  sift: 2,
  keys: 1,
  lookup: 2,
  spread: 1,
  each: 2,
  clone: 1,
};

/**
 * These functions accept a string or a number only. An object as context fails whatever it
 * contains.
 */
const TAKE_SCALARS =
  'substring substringBefore substringAfter lowercase uppercase length trim pad match contains replace split formatNumber formatBase formatInteger parseInteger number floor ceil round abs sqrt power base64encode base64decode encodeUrlComponent encodeUrl decodeUrlComponent decodeUrl toMillis fromMillis';

const TAKE_NONE =
  'sum count max min average join random map zip filter single reduce append exists merge reverse error assert type sort shuffle distinct now millis env';

const TAKE_NO_OBJECT = new Set(`${TAKE_SCALARS} ${TAKE_NONE}`.split(' '));

/** Returns a predicate: can a call within `root` with `given` arguments read its whole context? */
export function contextReadersIn(root: Node) {
  const own = ownFunctions(root);
  return (procedure: Node | undefined, given: number): boolean => {
    const name = procedure?.type === 'variable' ? String(procedure.value) : '';
    if (own.has(name)) return own.get(name) !== 'plain';
    if (TAKE_NO_OBJECT.has(name)) return false;
    const enough = Object.hasOwn(TAKE_OBJECTS, name) ? TAKE_OBJECTS[name] : undefined;
    return enough === undefined || given < enough;
  };
}

/**
 * The names that the expression itself binds. `plain` marks a name that is only bound to functions
 * without a signature. These functions see the context of their definition, not of the call.
 */
export function ownFunctions(root: Node): Map<string, 'plain' | 'any'> {
  const own = new Map<string, 'plain' | 'any'>();
  const bind = (name: unknown, isPlain: boolean) =>
    own.set(String(name), isPlain && own.get(String(name)) !== 'any' ? 'plain' : 'any');
  for (const node of walkNodes(root)) {
    if (node.type === 'bind') {
      bind(
        leftOperand(node)?.value,
        node.rhs?.type === 'lambda' && node.rhs.signature === undefined,
      );
    }
    if (node.type === 'lambda') for (const { value } of node.arguments ?? []) bind(value, false);
    if (node.focus !== undefined) bind(node.focus, false);
  }
  return own;
}
