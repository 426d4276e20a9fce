export interface Gate {
  opened: Promise<void>;
  open: () => void;
}

/** What waits for it goes on when the test says so, not after a time that a slow machine makes too short. */
export function gate(): Gate {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}
