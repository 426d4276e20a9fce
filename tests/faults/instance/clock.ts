let offsetMs = 0;

/** Puts this process's wall clock wrong by so much. The monotonic clock goes on as ever. */
export function setClock(ms: number): void {
  offsetMs = ms;
}

const { now } = Date;
const wrongNow = (): number => now() + offsetMs;

globalThis.Date = new Proxy(Date, {
  get: (date, key, receiver) =>
    key === 'now' ? wrongNow : (Reflect.get(date, key, receiver) as unknown),
  construct: (date, given, target) =>
    Reflect.construct(date, given.length === 0 ? [wrongNow()] : given, target) as Date,
});
