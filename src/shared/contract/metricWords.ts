// The words of metrics that window and engine share.

/** percent: 12.5 is 12.5 %. share: 0..1. quote: money. r: multiples of the initial risk. */
export const METRIC_UNITS = ['percent', 'share', 'ratio', 'quote', 'bps', 'r', 'count', 'duration'] as const;
export const METRIC_SECTIONS = ['return', 'risk', 'trades', 'costs'] as const;
