// The connection the trader looks at, and what there is of it.
import { useMemo } from 'react';
import { useShallow } from 'zustand/react/shallow';
import type { EngineSummary } from '../../../shared/contract/records/engine.ts';
import { usePreferences } from '../preferences.ts';
import { useEngines } from './stores.ts';

/** The chosen engine, else the first. */
function pickEngine(engines: readonly EngineSummary[], wanted: string | undefined): EngineSummary | undefined {
  return engines.find((engine) => engine.connection === wanted) ?? engines[0];
}

/** What `select` reads of the chosen engine; undefined goes in while there is none. */
export function useSelectedEngine<T>(select: (engine: EngineSummary | undefined) => T): T {
  const wanted = usePreferences((state) => state.connection);
  return useEngines((state) => select(pickEngine(state.list, wanted)));
}

export const useSelectedConnection = (): string | undefined => useSelectedEngine((engine) => engine?.connection);

/** The rows of the chosen connection. */
export function useOfSelected<Row extends { readonly connection: string }>(rows: readonly Row[]): readonly Row[] {
  const connection = useSelectedConnection();
  return useMemo(() => rows.filter((row) => row.connection === connection), [rows, connection]);
}

/** Symbols of the chosen connection. */
export const useSymbols = (): readonly string[] => {
  const wanted = usePreferences((state) => state.connection);
  return useEngines(useShallow((state) => pickEngine(state.list, wanted)?.symbols ?? []));
};

/** Strategies of the chosen connection. */
export const useStrategies = (): readonly string[] => {
  const wanted = usePreferences((state) => state.connection);
  return useEngines(useShallow((state) => pickEngine(state.list, wanted)?.strategies ?? []));
};
