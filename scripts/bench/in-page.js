// What measures in the page, the same for Kenes and for its peers.

/**
 * Milliseconds from `begun` until a frame that shows so many sessions has been painted: the callback of the frame after
 * it is the first moment at which that is known.
 */
window.painted = async (begun, session, count) => {
  const frame = () => new Promise(requestAnimationFrame);
  const shown = document.getElementsByClassName(session);
  do await frame();
  while (shown.length !== count);
  await frame();
  return performance.now() - begun;
};

/** Writes down when each frame begins. Gives a function that ends it and says how long each took. */
window.watchFrames = () => {
  const frames = [];
  let next = requestAnimationFrame(function tick(at) {
    frames.push(at);
    next = requestAnimationFrame(tick);
  });
  return () => {
    cancelAnimationFrame(next);
    return frames.slice(1).map((at, n) => at - frames[n]);
  };
};

/** A point at which a session can be taken hold of, in the upper half of the grid, and the part of the grid that is seen. */
window.graspable = (session, grid) => {
  const box = grid.getBoundingClientRect();
  const area = {
    left: Math.max(box.left, 0) + 80,
    top: Math.max(box.top, 0) + 60,
    right: Math.min(box.right, innerWidth),
    bottom: Math.min(box.bottom, innerHeight),
  };
  const middle = { x: (area.left + area.right) / 2, y: (area.top + area.bottom) / 2 };
  for (const node of document.getElementsByClassName(session)) {
    const { x, y, width, height } = node.getBoundingClientRect();
    const at = { x: x + width / 2, y: y + height / 3 };
    const inside = at.x > area.left && at.x < middle.x && at.y > area.top && at.y < middle.y;
    if (inside && node.contains(document.elementFromPoint(at.x, at.y))) return { at, area };
  }
  throw new Error("no session can be taken hold of");
};

/** Milliseconds from the beginning of the page until a text area with so many letters has been painted. */
window.filled = async (selector, length) => {
  const frame = () => new Promise(requestAnimationFrame);
  do await frame();
  while (document.querySelector(selector)?.value.length !== length);
  await frame();
  return performance.now();
};

/** Writes down how long each key takes until the frame that shows it is made. Gives a function that ends it. */
window.watchKeys = () => {
  const times = [];
  const seen = new MessageChannel();
  let begun = 0;
  seen.port1.onmessage = () => {
    if (begun) times.push(performance.now() - begun);
    begun = 0;
  };
  const key = (event) => {
    begun = event.timeStamp;
    requestAnimationFrame(() => seen.port2.postMessage(null));
  };
  document.addEventListener("keydown", key, { capture: true });
  return () => {
    document.removeEventListener("keydown", key, { capture: true });
    return times;
  };
};
