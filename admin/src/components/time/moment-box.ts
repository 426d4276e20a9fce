import { styled } from 'styled-components';

/** Around a date-time box: the browser's calendar sign is black, which a dark theme would swallow. */
export const MomentBox = styled.div`
  min-width: 0;

  & input::-webkit-calendar-picker-indicator {
    filter: invert(0.55);
  }
`;
