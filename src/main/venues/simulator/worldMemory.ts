// The text in which a world survives: which world it is, how far it has come, and what its exchange knows. A line with what is new
// of the records and a line with everything else are added each time; when that grows long, it is written afresh.
import type { EpochMs } from '../../../shared/domain/ids.ts';
import { AppError } from '../../../shared/errors.ts';
import { decode, encode } from '../../engine/kernel/canonical.ts';
import type { RecordsState } from './exchangeRecords.ts';
import type { StreamPosition } from './marketStream.ts';
import type { ExchangeMemory } from './options.ts';
import type { ExchangeState, PaperExchange } from './paperExchange.ts';

const VERSION = 1;
const LONGEST = 2_000_000;

export interface Moment {
  readonly time: EpochMs;
  readonly position: StreamPosition;
}

export class WorldMemory {
  private readonly memory: ExchangeMemory;
  private readonly world: string;
  /** Length of the text; Infinity: it has to be written afresh. */
  private length = Infinity;

  constructor(memory: ExchangeMemory, world: string) {
    this.memory = memory;
    this.world = world;
  }

  /** Safe when it returns. Throws `AppError`. */
  write(moment: Moment, exchange: PaperExchange): void {
    const isWhole = this.length > LONGEST;
    const { length } = this;
    // What fails now is missing from everything that would be added.
    this.length = Infinity;
    const records = encode(exchange.records.save(isWhole));
    const text = `${records}\n${encode({ ...moment, exchange: exchange.save() })}\n`;
    if (isWhole) this.memory.save(`${encode({ version: VERSION, world: this.world })}\n${text}`);
    else this.memory.append(text);
    this.length = isWhole ? text.length : length + text.length;
  }

  /** Makes `exchange` what it was; when that was. Throws `AppError` BAD_INPUT for the memory of another world. */
  read(exchange: PaperExchange): Moment | undefined {
    const text = this.memory.load();
    if (text === undefined) return undefined;
    const [header, ...lines] = text.trimEnd().split('\n');
    this.check(decode(String(header)) as { version: number; world: string });
    lines.forEach((line, i) => {
      if (i % 2 === 0) exchange.records.load(decode(line) as RecordsState);
    });
    exchange.records.save(true);
    const { exchange: state, ...moment } = decode(String(lines.at(-1))) as Moment & {
      readonly exchange: ExchangeState;
    };
    exchange.load(state);
    this.length = text.length;
    return moment;
  }

  private check({ version, world }: { readonly version: number; readonly world: string }): void {
    if (version !== VERSION) {
      throw new AppError(
        'BAD_INPUT',
        `the simulated exchange was saved in version ${String(version)}, this program knows version ${String(VERSION)}: ` +
          'go on with the program that wrote it, or take another data folder',
      );
    }
    if (world === this.world) return;
    throw new AppError(
      'BAD_INPUT',
      `the simulated exchange in this data folder remembers another market (${short(world)}) than the settings ask for ` +
        `(${short(this.world)}): take another data folder, or the old settings`,
    );
  }
}

const short = (world: string): string => (world.length > 160 ? `${world.slice(0, 157)}...` : world);
