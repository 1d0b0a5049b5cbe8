/** Prints one figure. */
export function say(figure) {
  const { peer } = figure;
  const rounded = peer && { peer: { ...peer, value: round(peer.value) } };
  console.log(JSON.stringify({ ...figure, value: round(figure.value), ...rounded }));
}

const round = (value) => Math.round(value * 100) / 100;

/** Passes on the lines of JSON that a measuring program printed. */
export function pass(output) {
  for (const line of output.split("\n")) if (line.startsWith("{")) console.log(line);
}
