// What the price chart is told; colours are names of design tokens.

/** One line of an indicator, or of the votes, over the candles' times. */
export interface ChartLine {
  /** Unique in the chart: `macd_12_26_9_signal`. */
  readonly id: string;
  /** Lines of one group share a pane: `macd:12:26:9`. */
  readonly group: string;
  readonly label: string;
  readonly place: 'price' | 'pane';
  /** `votes`: -1 sell, 0 hold, 1 buy, drawn down, flat and up in a row of its own. */
  readonly kind: 'line' | 'histogram' | 'votes';
  /** Of `votes`: from below. */
  readonly row?: number;
  readonly times: readonly number[];
  readonly values: readonly (number | null)[];
}

export interface ChartMarker {
  readonly id: string;
  readonly time: number;
  readonly kind: 'buy' | 'sell' | 'exit' | 'signal' | 'refused';
  readonly isAbove: boolean;
  readonly text: string;
}

/** A level of a position: its stop, its target, its entry. */
export interface ChartLevel {
  readonly id: string;
  readonly price: number;
  readonly kind: 'stop' | 'target' | 'entry' | 'order';
  readonly title: string;
  readonly canDrag: boolean;
}

export interface Hover {
  /** Open time of the candle under the pointer. */
  readonly time: number;
  readonly values: ReadonlyMap<string, number>;
}

export interface PriceChartEvents {
  readonly onHover: (hover: Hover | undefined) => void;
  readonly onPick: (time: number) => void;
  /** The left edge came into view. */
  readonly onNeedHistory: () => void;
  /** The trader let a level go somewhere else. */
  readonly onDragLevel: (level: ChartLevel, price: number) => void;
}
