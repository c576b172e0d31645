// Indicators as they are asked for and named: `macd:12:26:9`, `MACD(12, 26, 9) signal`.
import { wordsText } from './format.ts';

interface Known {
  readonly name: string;
  readonly params: readonly { readonly default: number }[];
}

/** The indicator with its defaults. */
export const defaultSpec = ({ name, params }: Known): string =>
  [name, ...params.map((param) => String(param.default))].join(':');

/** `sma:20` as `SMA(20)`, `bollinger:20:2` as `Bollinger(20, 2)`. */
export function specLabel(spec: string): string {
  const [name = '', ...params] = spec.split(':');
  const word = name.length <= 5 ? name.toUpperCase() : wordsText(name);
  return params.length === 0 ? word : `${word}(${params.join(', ')})`;
}

/** With its line, where it has more than one. */
export const lineLabel = (spec: string, line: string): string =>
  line === 'value' || line === spec.split(':')[0] ? specLabel(spec) : `${specLabel(spec)} ${line}`;
