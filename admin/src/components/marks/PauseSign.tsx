import type { SVGProps } from 'react';

/** The icon set has no pause sign. */
export function PauseSign(props: SVGProps<SVGSVGElement>) {
  return (
    <svg viewBox="0 0 32 32" width={16} height={16} fill="currentColor" {...props}>
      <path d="M7 5h6v22H7zM19 5h6v22h-6z" />
    </svg>
  );
}
