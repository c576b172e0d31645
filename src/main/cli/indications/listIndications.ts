// The work of `indications list`: what can be computed, with the parameters that may be given.
import type { Output } from '../../config/commandContext.ts';
import { OVERLAYS } from '../../engine/indications/overlays.ts';
import type { ParamDefinition } from '../../engine/indications/params.ts';
import { INDICATORS } from '../../engine/indications/registry.ts';
import { textTable } from '../textTable.ts';

interface Entry {
  readonly name: string;
  readonly description: string;
  readonly params: readonly ParamDefinition[];
  readonly lines: readonly string[];
}

export function listIndications(out: Output): 0 {
  const indicators = entriesOf(INDICATORS);
  const overlays = entriesOf(OVERLAYS);
  out.answer({ indicators, overlays }, () =>
    [
      'Indicators (--set), as the engine computes them, written name:value:value; parameters in this order, with their defaults:',
      tableOf(indicators),
      '',
      'Overlays (--overlay), for charts only:',
      tableOf(overlays),
    ].join('\n'),
  );
  return 0;
}

const entriesOf = (all: Readonly<Record<string, Omit<Entry, 'name'>>>): readonly Entry[] =>
  Object.entries(all).map(([name, { description, params, lines }]) => ({ name, description, params, lines }));

const tableOf = (entries: readonly Entry[]): string =>
  textTable(
    ['name', 'parameters', 'lines', 'meaning'],
    entries.map(({ name, params, lines, description }) => [
      name,
      params.map(({ key, default: value }) => `${key}=${value}`).join(':'),
      lines.join(' '),
      description,
    ]),
  );
