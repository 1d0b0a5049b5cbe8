/** Prints one figure. */
export function say(figure) {
  console.log(JSON.stringify({ ...figure, value: Math.round(figure.value * 100) / 100 }));
}

/** Passes on the lines of JSON that a measuring program printed. */
export function pass(output) {
  for (const line of output.split("\n")) if (line.startsWith("{")) console.log(line);
}
