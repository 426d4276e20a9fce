import { NavLink } from 'react-router-dom';
import { styled } from 'styled-components';

import { paths } from '../paths';
import { usePermissions } from '../permissions';
import { useText } from '../translations/use-text';

/** The two halves of the plugin, as links: each has its address. */
export function SectionTabs() {
  const text = useText();
  const { webhooks, deliveries } = usePermissions();
  return (
    <Bar aria-label={text('plugin.name')}>
      {webhooks.read && (
        <Tab to={paths.webhooks} end>
          {text('webhooks.title')}
        </Tab>
      )}
      {deliveries.read && <Tab to={paths.deliveries}>{text('deliveries.title')}</Tab>}
    </Bar>
  );
}

const Bar = styled.nav`
  display: flex;
  gap: ${({ theme }) => theme.spaces[5]};
  border-bottom: 1px solid ${({ theme }) => theme.colors.neutral200};
`;

const Tab = styled(NavLink)`
  padding: ${({ theme }) => theme.spaces[2]} ${({ theme }) => theme.spaces[1]};
  margin-bottom: -1px;
  border-bottom: 2px solid transparent;
  color: ${({ theme }) => theme.colors.neutral600};
  font-size: ${({ theme }) => theme.fontSizes[2]};
  font-weight: ${({ theme }) => theme.fontWeights.semiBold};
  text-decoration: none;

  &:hover {
    color: ${({ theme }) => theme.colors.neutral800};
  }

  &.active {
    color: ${({ theme }) => theme.colors.primary600};
    border-bottom-color: ${({ theme }) => theme.colors.primary600};
  }
`;
