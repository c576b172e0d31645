// The dashboard's saved layout: taken up only where every panel in it still exists, so that an old one never leaves a hole.

interface SavedLayout {
  readonly grid: unknown;
  readonly panels: Readonly<Record<string, unknown>>;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The layout, or undefined where it is none of ours. */
export function readLayout(saved: unknown, known: readonly string[]): SavedLayout | undefined {
  if (!isRecord(saved) || !isRecord(saved['grid']) || !isRecord(saved['panels'])) return undefined;
  const panels = saved['panels'];
  const names = Object.keys(panels);
  const isOurs = names.length > 0 && names.every((name) => known.includes(name) && isPanel(panels[name], name));
  return isOurs ? { ...saved, grid: saved['grid'], panels } : undefined;
}

const isPanel = (panel: unknown, name: string): boolean =>
  isRecord(panel) && panel['id'] === name && panel['contentComponent'] === name;
