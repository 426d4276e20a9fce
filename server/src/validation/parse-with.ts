import { errors } from '@strapi/utils';
import type { z } from 'zod';

import { invalidInput } from '../errors';
import type { FieldError } from '../contracts/envelope';

export type Violation = Pick<FieldError, 'path' | 'message'>;

interface Checked<T> {
  /** Undefined if there are violations. */
  data: T | undefined;
  violations: Violation[];
}

/** Parses by a schema and returns the violations instead of throwing them. */
export function check<T extends z.ZodType>(schema: T, value: unknown): Checked<z.output<T>> {
  try {
    return { data: parseWith(schema)(value), violations: [] };
  } catch (error) {
    return { data: undefined, violations: fieldErrors(error) };
  }
}

/** Throws one `ValidationError` with all violations; does nothing if there are none. */
export function throwIfAny(violations: Violation[]): void {
  if (violations.length > 0) throw asValidationError(violations);
}

export function asValidationError(violations: Violation[]): Error {
  return validationError(firstPerPath(violations));
}

/**
 * Returns a parser that throws a `ValidationError`. `details.errors[].path` is the place of each
 * violation.
 */
export function parseWith<T extends z.ZodType>(schema: T): (value: unknown) => z.output<T> {
  return (value) => {
    const { data, error } = withLengthCheck(value, () => schema.safeParse(value));
    if (!error) return data;
    throw validationError(
      firstPerPath(error.issues.map(({ path, message }) => ({ path: path.map(String), message }))),
    );
  };
}

/**
 * zod compares the `length` of any value that has one, and throws a TypeError if it is an object.
 */
function withLengthCheck<T>(value: unknown, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    const path = error instanceof TypeError ? findInvalidLength(value) : null;
    if (path === null) throw error;
    throw validationError([{ path, message: 'The value has a length that is not a number' }]);
  }
}

/** No schema is nested deeper. */
const MAX_LEVELS = 20;

function findInvalidLength(value: unknown): string[] | null {
  const left: { value: unknown; path: string[] }[] = [{ value, path: [] }];
  for (let one = left.pop(); one; one = left.pop()) {
    const { value: inner, path } = one;
    if (typeof inner !== 'object' || inner === null || path.length > MAX_LEVELS) continue;
    if (typeof (inner as { length?: unknown }).length === 'object') return path;
    const own = Object.entries(inner).reverse();
    left.push(...own.map(([name, it]) => ({ value: it as unknown, path: [...path, name] })));
  }
  return null;
}

/** Only the first violation of each place is reported. */
function firstPerPath<T extends { path: string[] }>(violations: T[]): T[] {
  const places = new Set<string>();
  return violations.filter(({ path }) => {
    const { size } = places;
    return places.add(path.join('.')).size > size;
  });
}

/** Maximum number of violations in a response. */
const MAX_REPORTED = 200;

export function validationError(violations: Violation[]): Error {
  const details: FieldError[] = violations
    .slice(0, MAX_REPORTED)
    .map((it) => ({ ...it, name: 'ValidationError' }));
  const [first] = violations;
  const message = first
    ? [first.path.join('.'), first.message].filter(Boolean).join(': ')
    : 'Invalid input';
  return invalidInput(message, details);
}

/** Runs a check and returns its violations instead of throwing them. */
export async function collectViolations(check: () => unknown): Promise<Violation[]> {
  try {
    await check();
    return [];
  } catch (error) {
    return fieldErrors(error);
  }
}

/** Prefixes the paths of violations with `name`. */
export function withPath<T>(name: string, validate: () => T): T {
  try {
    return validate();
  } catch (error) {
    if (!(error instanceof errors.ValidationError)) throw error;
    const { errors: found = [] } = error.details as { errors?: FieldError[] };
    throw validationError(found.map(({ path, message }) => ({ path: [name, ...path], message })));
  }
}

/** The violations of a `ValidationError`. Throws any other error again. */
export function fieldErrors(error: unknown): FieldError[] {
  const { details } = error as { details?: { errors?: FieldError[] } };
  if (!details?.errors) throw error;
  return details.errors;
}
