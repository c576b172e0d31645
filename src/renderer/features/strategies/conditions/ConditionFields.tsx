// Entry and exit conditions of both sides: as fields, and in words as decisions name them.
import { useMemo, type ReactNode } from 'react';
import type { ProblemRecord } from '../../../../shared/contract/records/strategy.ts';
import type { ResultOf } from '../../../../shared/contract/requests.ts';
import { isBuiltFrom, type Timeframe, TIMEFRAMES } from '../../../../shared/time.ts';
import { useRequest } from '../../../lib/bridge.ts';
import { addSide, readConditions, removeSide, type SideConditions } from '../../../lib/conditions/conditionYaml.ts';
import type { StrategyForm } from '../../../lib/strategyForm.ts';
import { wordsText } from '../../../lib/format.ts';
import { Button } from '../../../ui/Button.tsx';
import type { Option } from '../../../ui/Fields.tsx';
import { Waiting } from '../../../ui/States.tsx';
import { ConditionNode, GroupButton } from './ConditionNode.tsx';
import type { Edit } from './edit.ts';

interface ConditionFieldsProps {
  readonly form: StrategyForm;
  readonly yaml: string;
  readonly problems: readonly ProblemRecord[];
  readonly words: ResultOf<'strategies.validate'>['words'];
  readonly onYaml: (yaml: string) => void;
}

export function ConditionFields({ form, yaml, problems, words, onYaml }: ConditionFieldsProps): ReactNode {
  const catalogue = useRequest('indications.catalogue', {});
  const indicators = useMemo(
    () => (catalogue.data?.items ?? []).filter(({ isChartOnly }) => !isChartOnly),
    [catalogue.data],
  );
  const sets = useMemo(() => readConditions(yaml), [yaml]);
  const timeframes = useMemo(() => timeframeOptions(form.timeframe), [form.timeframe]);
  if (catalogue.data === undefined) return <Waiting what="the indicators" answer={catalogue} />;
  const edit: Edit = { yaml, onYaml, indicators, timeframes, problems };
  const isShown = ({ side, condition }: SideConditions): boolean => form[side] || condition !== undefined;
  return (
    <div className="wide conditions">
      {sets.filter(isShown).map((set) => (
        <SideSection
          key={`${set.action} ${set.side}`}
          edit={edit}
          set={set}
          isTraded={form[set.side]}
          words={words.find(({ action, side }) => action === set.action && side === set.side)?.text}
        />
      ))}
    </div>
  );
}

/** The strategy's own, and those that can be built of it. */
function timeframeOptions(own: string): readonly Option[] {
  const known = TIMEFRAMES.find((one) => one === own);
  const longer = (one: Timeframe): boolean => known !== undefined && one !== known && isBuiltFrom(one, known);
  return [
    { value: '', label: known === undefined ? 'own' : `own (${known})` },
    ...TIMEFRAMES.filter(longer).map((value) => ({ value, label: value })),
  ];
}

interface SideProps {
  readonly edit: Edit;
  readonly set: SideConditions;
  readonly isTraded: boolean;
  readonly words: string | undefined;
}

function SideSection({ edit, set, isTraded, words }: SideProps): ReactNode {
  const { action, side, condition } = set;
  const name = `${wordsText(action)} ${side}`;
  // Without an entry a side cannot be traded; without an exit it is left at its stop or target.
  const isNeeded = action === 'entry' && isTraded;
  const remove = (): void => edit.onYaml(removeSide(edit.yaml, action, side));
  const path = [action, side];
  return (
    <section aria-label={name}>
      <h3 className="sectionTitle">{name}</h3>
      {condition === undefined ? (
        <div className="row">
          <span className="faint">
            {isNeeded ? 'Not given yet.' : 'None: left at its stop, its target or after its time.'}
          </span>
          <Button isSmall icon="plus" onClick={() => edit.onYaml(addSide(edit.yaml, action, side))}>
            Add conditions<span className="visuallyHidden"> for {name}</span>
          </Button>
        </div>
      ) : (
        <>
          <ConditionNode
            edit={edit}
            path={path}
            name={name}
            condition={condition}
            onRemove={isNeeded ? undefined : remove}
          />
          {'operands' in condition || condition.kind === 'not' ? (
            <GroupButton edit={edit} path={path} name={name} />
          ) : null}
        </>
      )}
      {words === undefined ? null : <p className="faint conditionWords">{words}</p>}
    </section>
  );
}
