// The text in which a world survives: which world it is, how far it has come, and what its exchange knows.
import type { EpochMs } from '../../../shared/domain/ids.ts';
import { AppError } from '../../../shared/errors.ts';
import { decode, encode } from '../../engine/kernel/canonical.ts';
import type { StreamPosition } from './marketStream.ts';
import type { ExchangeMemory } from './options.ts';

const VERSION = 1;

interface Header {
  readonly version: number;
  readonly world: string;
  readonly time: EpochMs;
  readonly position: StreamPosition;
}

export interface WorldMemory {
  readonly time: EpochMs;
  readonly position: StreamPosition;
  /** Lines of the exchange. */
  readonly exchange: readonly string[];
}

export function writeMemory(
  memory: ExchangeMemory,
  world: string,
  { time, position, exchange }: Omit<WorldMemory, 'exchange'> & { readonly exchange: string },
): void {
  const header: Header = { version: VERSION, world, time, position };
  memory.save(`${encode(header)}\n${exchange}`);
}

/** Throws `AppError` BAD_INPUT for the memory of another world. */
export function readMemory(memory: ExchangeMemory, world: string): WorldMemory | undefined {
  const text = memory.load();
  if (text === undefined) return undefined;
  const [first, ...exchange] = text.split('\n');
  const header = decode(String(first)) as Header;
  if (header.version !== VERSION) {
    throw new AppError(
      'BAD_INPUT',
      `the simulated exchange was saved in version ${String(header.version)}, this program knows version ${String(VERSION)}: ` +
        'go on with the program that wrote it, or take another data folder',
    );
  }
  if (header.world === world) return { time: header.time, position: header.position, exchange };
  throw new AppError(
    'BAD_INPUT',
    `the simulated exchange in this data folder remembers another market (${short(header.world)}) than the settings ask for ` +
      `(${short(world)}): take another data folder, or the old settings`,
  );
}

const short = (world: string): string => (world.length > 160 ? `${world.slice(0, 157)}...` : world);
