import { parsePreviewBody } from '../../../../server/src/validation/requests/preview-body';

function nested(levels: number): unknown {
  let data: unknown = 1;
  for (let level = 0; level < levels; level += 1) data = level % 2 ? { a: data } : [data];
  return data;
}

const preview = (data: unknown) => parsePreviewBody({ webhook: {}, event: 'order.paid', data });

test('data of a custom event nested very deeply is refused by its place', () => {
  expect(() => preview(nested(20_000))).toThrow(
    expect.objectContaining({
      details: {
        code: 'DW_INVALID_INPUT',
        errors: [
          expect.objectContaining({
            path: ['data'],
            message: 'The value is nested too deeply: at most 500 levels',
          }),
        ],
      },
    }) as Error,
  );
});

test('data nested as deep as may be is not', () => {
  expect(preview(nested(500))).toMatchObject({ event: 'order.paid' });
});
