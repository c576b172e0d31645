import type { ReactNode } from 'react';
import type { ModelRow } from '../../../shared/contract/records/prediction.ts';
import { Badge, type Tone } from '../../ui/Badge.tsx';

const DRIFT: Readonly<Record<ModelRow['drift'], readonly [Tone, string]>> = {
  ok: ['good', 'No drift'],
  watch: ['warn', 'Watched'],
  demoted: ['bad', 'Demoted'],
};

export function DriftBadge({ drift }: { readonly drift: ModelRow['drift'] }): ReactNode {
  return <Badge tone={DRIFT[drift][0]}>{DRIFT[drift][1]}</Badge>;
}
