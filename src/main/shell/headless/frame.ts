// The whole view for a terminal of a given size: the head always, then the sections, which share what rows are left.
import { need } from '../../../shared/assert.ts';
import type { EngineStatus } from '../../../shared/domain/engineStatus.ts';
import { alarmLines, alarmsOf } from './alarmLines.ts';
import { orderSection, positionSection } from './bookSections.ts';
import { headLines, otherLine } from './headLines.ts';
import { activitySection, ledgerSection, signalSection, tradeSection } from './historySections.ts';
import { cutLine, type Line, padLine, span } from './line.ts';
import { marketSection } from './marketSection.ts';
import { modelSections } from './modelSection.ts';
import { processorSection } from './processorSection.ts';
import type { Section } from './section.ts';

export interface FrameSize {
  readonly columns: number;
  readonly rows: number;
}

/** From here on the lower sections stand side by side. */
const TWO_COLUMNS = 160;
const GAP = 3;
/** The wide sections above the two columns take at most this share of the rows. */
const UPPER_SHARE = 0.55;
const MOST_ALARM_LINES = 6;

/** At most `rows` lines of at most `columns` cells. The first connection in full, each other one in a line. */
export function frame(statuses: readonly EngineStatus[], { columns, rows }: FrameSize): readonly Line[] {
  const [first, ...others] = statuses;
  if (first === undefined) return [[span('Foredeck', 'strong'), span('  no connection is running')]];
  const alarms = statuses.flatMap((status) =>
    alarmsOf(status).map(({ tone, text }) => ({
      tone,
      text: others.length > 0 ? `${status.connection}: ${text}` : text,
    })),
  );
  const room = Math.max(2, Math.min(MOST_ALARM_LINES, Math.floor(rows / 4)));
  const head = [
    ...headLines(first, columns),
    ...others.map((status) => otherLine(status, columns)),
    ...alarmLines(alarms, columns, room),
  ];
  const left = rows - head.length - 2;
  const body = columns < TWO_COLUMNS ? oneColumn(first, columns, left) : twoColumns(first, columns, left);
  const foot = cutLine(FOOT, columns);
  return left < 2 ? head.slice(0, rows) : [...head, [], ...body, ...fill(left - body.length), foot];
}

const FOOT: Line = [
  span('Ctrl+C stops.  Elsewhere: foredeck halt | kill-switch | decisions --symbol S | trades | ledger', 'dim'),
];

const fill = (count: number): Line[] => Array.from({ length: Math.max(0, count) }, () => []);

const oneColumn = (status: EngineStatus, columns: number, rows: number): readonly Line[] =>
  stack([...upper(status), ...lowerLeft(status), ...lowerRight(status)], { columns, rows });

function twoColumns(status: EngineStatus, columns: number, rows: number): readonly Line[] {
  const above = stack(upper(status), { columns, rows: Math.floor(rows * UPPER_SHARE), isModest: true });
  const width = Math.floor((columns - GAP) / 2);
  const below = { columns: width, rows: rows - above.length - 1 };
  const [left, right] = [stack(lowerLeft(status), below), stack(lowerRight(status), below)];
  const pairs = Array.from({ length: Math.max(left.length, right.length) }, (_, row): Line => [
    ...padLine(left[row] ?? [], width),
    span(' │ ', 'dim'),
    ...(right[row] ?? []),
  ]);
  return [...above, [], ...pairs];
}

const upper = (status: EngineStatus): Section[] => [
  marketSection(status),
  positionSection(status),
  ...modelSections(status),
  signalSection(status),
];
const lowerLeft = (status: EngineStatus): Section[] => [orderSection(status), tradeSection(status)];
const lowerRight = (status: EngineStatus): Section[] => [
  activitySection(status),
  ledgerSection(status),
  processorSection(status),
];

/** `isModest` leaves what is more than good to others. */
interface Room extends FrameSize {
  readonly isModest?: boolean;
}

/** Sections one below the other, in at most `rows` lines. */
function stack(sections: readonly Section[], { columns, rows, isModest = false }: Room): readonly Line[] {
  const { shares, hasGaps } = shareRows(sections, rows, isModest);
  return sections
    .map((section, index) => ({ section, share: shares[index] ?? 0 }))
    .filter(({ share }) => share > 0)
    .flatMap(({ section, share }, index) => [
      ...(hasGaps && index > 0 ? [[]] : []),
      ...section.lines(share - 1, columns),
    ]);
}

interface Shares {
  /** Lines of each section, its head among them; 0 where there is no room for it. */
  readonly shares: readonly number[];
  /** There is room for a blank line between them. */
  readonly hasGaps: boolean;
}

/** By rank: first the least of each, then what is good, then blank lines between, then all there is. */
function shareRows(sections: readonly Section[], rows: number, isModest: boolean): Shares {
  const shares = sections.map(() => 0);
  const order = sections.map((_, index) => index).sort((a, b) => rankOf(sections, a) - rankOf(sections, b));
  let left = rows;
  for (const index of order) {
    const { least, count } = need(sections[index], 'a section');
    const share = Math.min(left, 1 + Math.min(least, count));
    // A head without a row says nothing, unless there is none to show.
    if (share === 0 || (share === 1 && count > 0)) continue;
    shares[index] = share;
    left -= share;
  }
  const grow = (most: 'good' | 'count'): void => {
    for (let isGrowing = true; isGrowing;) {
      isGrowing = false;
      for (const index of order) {
        const section = need(sections[index], 'a section');
        const share = shares[index] ?? 0;
        if (left === 0 || share === 0 || share > Math.min(section[most], section.count)) continue;
        shares[index] = share + 1;
        left -= 1;
        isGrowing = true;
      }
    }
  };
  grow('good');
  const gaps = shares.filter((share) => share > 0).length - 1;
  const hasGaps = gaps <= left;
  if (hasGaps) left -= gaps;
  if (!isModest) grow('count');
  return { shares, hasGaps };
}

const rankOf = (sections: readonly Section[], index: number): number => sections[index]?.rank ?? 0;
