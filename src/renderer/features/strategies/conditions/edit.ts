// What every part of the conditions needs to show itself and to change the text.
import type { IndicatorEntry } from '../../../../shared/contract/requests/market.ts';
import type { ProblemRecord } from '../../../../shared/contract/records/strategy.ts';
import type { Option } from '../../../ui/Fields.tsx';

export interface Edit {
  readonly yaml: string;
  readonly onYaml: (yaml: string) => void;
  /** Those that a strategy can read. */
  readonly indicators: readonly IndicatorEntry[];
  /** The strategy's own first, as the empty one, then longer ones. */
  readonly timeframes: readonly Option[];
  readonly problems: readonly ProblemRecord[];
}

/** Where a condition stands in the text, and what it is called for assistive technology. */
export interface Placed {
  readonly edit: Edit;
  readonly path: readonly string[];
  readonly name: string;
}
