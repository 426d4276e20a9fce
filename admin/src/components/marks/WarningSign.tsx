import type { SVGProps } from 'react';

/** The icon set has no triangle, which no other state's shape is like. */
export function WarningSign(props: SVGProps<SVGSVGElement>) {
  return (
    <svg viewBox="0 0 32 32" width={16} height={16} fill="currentColor" {...props}>
      <path
        fillRule="evenodd"
        d="M16 3a2 2 0 0 1 1.74 1l12 21A2 2 0 0 1 28 28H4a2 2 0 0 1-1.74-3l12-21A2 2 0 0 1 16 3zm-1.5 8v8h3v-8zm0 10.5v3h3v-3z"
      />
    </svg>
  );
}
