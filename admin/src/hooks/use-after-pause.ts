import { useEffect, useState } from 'react';

/** The value as it was when it last stood still for so long. */
export function useAfterPause<Value>(value: Value, pauseMs: number): Value {
  const [still, setStill] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setStill(() => value), pauseMs);
    return () => clearTimeout(timer);
  }, [value, pauseMs]);
  return still;
}
