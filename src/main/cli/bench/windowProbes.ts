// What the window benchmarks run inside the page, as text: times are of the page's own clock, taken where the eye would look.

/** Defines `bench` in the page; harmless when it is there already. */
export const PAGE_TOOLS = `
globalThis.bench ??= {
  async ask(name, params) {
    const answer = await window.foredeck.request(name, params);
    if (!answer.ok) throw new Error(name + ': ' + answer.error.message);
    return answer.value;
  },
  frame: () => new Promise(requestAnimationFrame),
  // After the frame that shows what is in the page now: a task that is posted in a frame runs when it has been drawn.
  painted: () => new Promise((done) => requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => done(performance.now());
    channel.port2.postMessage(0);
  })),
  async until(isSo) {
    while (!isSo()) await bench.frame();
    return bench.painted();
  },
  figure: (label) => [...document.querySelectorAll('.figure')]
    .find((each) => each.querySelector('.figureLabel').textContent === label)?.querySelector('output').textContent ?? '',
  heading: () => document.querySelector('main h1')?.textContent,
  isLoading: () => document.querySelector('main .spinner') !== null,
  isLive: () => /\\d/.test(bench.figure('Equity')) && bench.heading() !== undefined,
  // The top bar has its figures and the view is open.
  live: () => bench.until(bench.isLive),
  // Nothing in the view waits for an answer any more.
  complete: () => bench.until(() => bench.isLive() && /\\d/.test(bench.figure('Balance')) && !bench.isLoading()),
};
`;

/** Epoch ms of the frame that shows live figures. */
export const LIVE_AT = `bench.live().then((at) => performance.timeOrigin + at)`;

/** How long each of `count` requests took there and back, ms. One after the other, at a pace that no window is refused at. */
export const roundTrips = (name: string, count: number): string => `(async () => {
  const took = [];
  for (let turn = 0; turn < ${String(count)}; turn++) {
    const from = performance.now();
    await bench.ask(${JSON.stringify(name)}, {});
    took.push(performance.now() - from);
    await new Promise((done) => setTimeout(done, 8));
  }
  return took;
})()`;

/**
 * Ages of the marks of one symbol when their price had been drawn, ms. At speed 1 the connection's clock runs with the wall, some
 * time apart that grows whenever the simulator was late. So it is asked for all the while: no answer can tell a time of the engine
 * before the engine has it, and the smallest difference among the answers around a mark is what the clocks are apart, and the way
 * back, which is half of the fastest round trip.
 */
export const markAges = (symbol: string, count: number): string => `(async () => {
  const answers = [], drawn = [];
  let fastest = Infinity, newest;
  const stop = window.foredeck.subscribe('marks', ({ items }) => {
    for (const item of items) if (item.symbol === ${JSON.stringify(symbol)}) newest = item;
  });
  const observer = new MutationObserver(async () => {
    const shown = newest;
    drawn.push({ at: shown.at, seenAt: await bench.painted() });
  });
  observer.observe(document.querySelector('.quote strong'), { characterData: true, childList: true, subtree: true });
  for (let turn = 0; drawn.length < ${String(count)}; turn++) {
    const from = performance.now();
    const { items: [{ at }] } = await bench.ask('portfolio.get', {});
    const now = performance.now();
    answers.push({ now, apart: now - at });
    fastest = Math.min(fastest, now - from);
    // At no fixed distance from the marks.
    await new Promise((done) => setTimeout(done, 3 * (2 + turn % 5)));
  }
  observer.disconnect();
  stop();
  return drawn.map(({ at, seenAt }) => {
    const near = answers.filter(({ now }) => Math.abs(now - seenAt) < 500).map(({ apart }) => apart);
    return seenAt - at - (Math.min(...near) - fastest / 2);
  });
})()`;

/** Ms from the change of the address to the drawn heading of each view, all loaded before. The first of them is open. */
export const viewSwitches = (views: readonly string[]): string => `(async () => {
  const open = async (view) => {
    const before = document.querySelector('main h1');
    const from = performance.now();
    location.hash = '#/' + view;
    const isOpen = () => document.querySelector('main h1') !== null && document.querySelector('main h1') !== before;
    return (await bench.until(isOpen)) - from;
  };
  const views = ${JSON.stringify(views)};
  // The first is open.
  for (const view of views.slice(1)) {
    await open(view);
    await bench.until(() => !bench.isLoading());
  }
  const took = {};
  for (const view of views) {
    took[view] = await open(view);
    await bench.until(() => !bench.isLoading());
  }
  return took;
})()`;

/** Addresses of everything the page has loaded. */
export const LOADED = `[location.href.split('#')[0], ...performance.getEntriesByType('resource').map(({ name }) => name)]`;

/** Ms from the beginning of the page's load to the frame in which nothing is missing. */
export const COMPLETE = `bench.complete()`;
