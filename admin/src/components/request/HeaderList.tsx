import { Typography } from '@strapi/design-system';
import { styled } from 'styled-components';

interface HeaderListProps {
  label: string;
  headers: Record<string, string | string[]>;
}

/** Header names and values; one that came several times has several lines. */
export function HeaderList({ label, headers }: HeaderListProps) {
  const lines = Object.entries(headers).flatMap(([name, value]) =>
    [value].flat().map((one) => ({ name, value: one })),
  );
  return (
    <List aria-label={label}>
      {lines.map(({ name, value }, index) => (
        <div key={`${name}-${index}`}>
          <Typography tag="dt" variant="pi" fontWeight="semiBold" textColor="neutral600">
            {name}
          </Typography>
          <Typography tag="dd" variant="pi" textColor="neutral800">
            {value}
          </Typography>
        </div>
      ))}
    </List>
  );
}

const List = styled.dl`
  margin: 0;

  & > div {
    display: grid;
    grid-template-columns: minmax(12rem, 1fr) minmax(0, 2fr);
    gap: ${({ theme }) => theme.spaces[2]};
    padding-block: 2px;
  }

  dd,
  dt {
    margin: 0;
    overflow-wrap: anywhere;
  }
`;
