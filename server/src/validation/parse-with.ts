import { errors } from '@strapi/utils';
import type { z } from 'zod';

import { invalidInput } from '../errors';
import type { FieldError } from '../contracts/envelope';

export type Violation = Pick<FieldError, 'path' | 'message'>;

interface Checked<T> {
  /** Undefined where something is wrong. */
  data: T | undefined;
  violations: Violation[];
}

/** Parses by a schema, and gives what is wrong in place of throwing it. */
export function check<T extends z.ZodType>(schema: T, value: unknown): Checked<z.output<T>> {
  try {
    return { data: parseWith(schema)(value), violations: [] };
  } catch (error) {
    return { data: undefined, violations: fieldErrorsFrom(error) };
  }
}

/** Throws all of the violations at once; nothing where there are none. */
export function throwAll(violations: Violation[]): void {
  if (violations.length > 0) throw allAsError(violations);
}

export function allAsError(violations: Violation[]): Error {
  return validationError(firstOfEachPlace(violations));
}

/** Parses by a schema; a violation is a `ValidationError` whose `details.errors[].path` names its place. */
export function parseWith<T extends z.ZodType>(schema: T): (value: unknown) => z.output<T> {
  return (value) => {
    const { data, error } = measurable(value, () => schema.safeParse(value));
    if (!error) return data;
    throw validationError(
      firstOfEachPlace(
        error.issues.map(({ path, message }) => ({ path: path.map(String), message })),
      ),
    );
  };
}

/** zod compares the length of whatever has one, a text, a list or not: some cannot be compared, and throw. */
function measurable<T>(value: unknown, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    const path = error instanceof TypeError ? placeOfOddLength(value) : null;
    if (path === null) throw error;
    throw validationError([{ path, message: 'It has a length that is no number' }]);
  }
}

/** No schema reaches further down. */
const MOST_LEVELS = 20;

function placeOfOddLength(value: unknown): string[] | null {
  const left: { value: unknown; path: string[] }[] = [{ value, path: [] }];
  for (let one = left.pop(); one; one = left.pop()) {
    const { value: inner, path } = one;
    if (typeof inner !== 'object' || inner === null || path.length > MOST_LEVELS) continue;
    if (typeof (inner as { length?: unknown }).length === 'object') return path;
    const own = Object.entries(inner).reverse();
    left.push(...own.map(([name, it]) => ({ value: it as unknown, path: [...path, name] })));
  }
  return null;
}

/** Of several violations at one place the first says what to mend. */
function firstOfEachPlace<T extends { path: string[] }>(violations: T[]): T[] {
  const places = new Set<string>();
  return violations.filter(({ path }) => {
    const { size } = places;
    return places.add(path.join('.')).size > size;
  });
}

/** More of them would help nobody. */
const MOST_TOLD = 200;

export function validationError(violations: Violation[]): Error {
  const details: FieldError[] = violations
    .slice(0, MOST_TOLD)
    .map((it) => ({ ...it, name: 'ValidationError' }));
  const [first] = violations;
  const message = first
    ? [first.path.join('.'), first.message].filter(Boolean).join(': ')
    : 'Invalid input';
  return invalidInput(message, details);
}

/** The violations that a check throws; none where it passes. */
export async function violationsIn(check: () => unknown): Promise<Violation[]> {
  try {
    await check();
    return [];
  } catch (error) {
    return fieldErrorsFrom(error);
  }
}

/** Violations of what stands at `name` name their places from there. */
export function withPath<T>(name: string, validate: () => T): T {
  try {
    return validate();
  } catch (error) {
    if (!(error instanceof errors.ValidationError)) throw error;
    const { errors: found = [] } = error.details as { errors?: FieldError[] };
    throw validationError(found.map(({ path, message }) => ({ path: [name, ...path], message })));
  }
}

/** The violations that a `ValidationError` names; any other error is thrown on. */
export function fieldErrorsFrom(error: unknown): FieldError[] {
  const { details } = error as { details?: { errors?: FieldError[] } };
  if (!details?.errors) throw error;
  return details.errors;
}
