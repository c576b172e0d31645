// Says that keys are locked away while a connection waits for them, and opens the vault right there.
import type { ReactNode } from 'react';
import { useRequest } from '../lib/bridge.ts';
import { useEngines } from '../lib/live/stores.ts';
import { VaultButton } from '../ui/Vault.tsx';

const ASK_EVERY_MS = 5_000;

export function VaultLight(): ReactNode {
  const hasLive = useEngines((state) => state.list.some(({ mode }) => mode === 'live'));
  const { data, reload } = useRequest('vault.status', {}, { isReady: hasLive, everyMs: ASK_EVERY_MS });
  if (!hasLive || data === undefined || data.isUnlocked || data.storedFor.length === 0) return null;
  return (
    <span role="status" aria-label="Vault" className="row">
      <VaultButton vault={data} words="Vault locked …" onChanged={reload} />
    </span>
  );
}
