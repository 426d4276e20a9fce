/** What `measure` resolves with for each variant, by name: one at a time, each round beginning with another. */
export async function inTurns(variants, rounds, measure) {
  const names = Object.keys(variants);
  const measured = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (let turn = 0; turn < names.length; turn += 1) {
      const name = names[(round + turn) % names.length];
      measured[name].push(await measure(variants[name]));
    }
  }
  return measured;
}
