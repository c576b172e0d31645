// A worker that runs backtests without end, as the one beside a live engine does. The inference benchmark ends it.
import { parentPort } from 'node:worker_threads';
import { need } from '../../../shared/assert.ts';
import { Backtest } from '../../engine/drivers/backtest.ts';
import { smaCrossRequest } from './backtestBench.ts';

const port = need(parentPort, 'the port of a worker');
const request = smaCrossRequest();
port.postMessage('busy');
for (;;) {
  const backtest = new Backtest(request);
  backtest.advance(backtest.total);
}
