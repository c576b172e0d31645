// The editor: form and text side by side, problems as you type, the difference before saving.
import { useMemo, useState, type ReactNode } from 'react';
import type { ResultOf } from '../../../shared/contract/requests.ts';
import { useRequest } from '../../lib/bridge.ts';
import { navigate } from '../../lib/route.ts';
import { readForm } from '../../lib/strategyForm.ts';
import { useSettled } from '../../lib/useSettled.ts';
import { Badge } from '../../ui/Badge.tsx';
import { Button } from '../../ui/Button.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Waiting } from '../../ui/States.tsx';
import { CopyDialog } from './CopyDialog.tsx';
import { SaveDialog } from './SaveDialog.tsx';
import { StrategyFields } from './StrategyFields.tsx';
import { TextEditor } from './TextEditor.tsx';

interface StrategyEditorProps {
  readonly id: string;
  readonly onSaved: () => void;
}

export function StrategyEditor({ id, onSaved }: StrategyEditorProps): ReactNode {
  const [turn, setTurn] = useState(0);
  const answer = useRequest('strategies.get', { id }, { version: turn });
  if (answer.data === undefined) {
    return <Waiting what={id} answer={answer} />;
  }
  return (
    <Editor
      key={answer.data.yaml}
      saved={answer.data}
      onSaved={() => {
        setTurn((last) => last + 1);
        onSaved();
      }}
    />
  );
}

type Saved = ResultOf<'strategies.get'>;

const VALIDATE_AFTER_MS = 250;

function Editor({ saved, onSaved }: { readonly saved: Saved; readonly onSaved: () => void }): ReactNode {
  const [yaml, setYaml] = useState(saved.yaml);
  const [dialog, setDialog] = useState<'save' | 'copy'>();
  const settled = useSettled(yaml, VALIDATE_AFTER_MS);
  const checked = useRequest('strategies.validate', { yaml: settled }, { isSticky: true });
  const form = useMemo(() => readForm(yaml), [yaml]);
  const isChanged = yaml !== saved.yaml;
  const isChecked = settled === yaml && checked.data !== undefined && !checked.isLoading;
  const problems = checked.data?.problems ?? saved.problems;
  const isValid = isChecked && problems.length === 0;
  const close = (): void => setDialog(undefined);

  return (
    <Panel
      title={saved.id}
      note={saved.isOwn ? 'Your own file' : 'Shipped; saving makes a copy of your own that takes its place'}
      className="editor"
      actions={
        <>
          <CheckBadge isChecked={isChecked} problems={problems.length} />
          <Button isSmall disabled={!isChanged} onClick={() => setYaml(saved.yaml)}>
            Revert
          </Button>
          <Button isSmall onClick={() => setDialog('copy')}>
            Copy as …
          </Button>
          <Button
            isSmall
            icon="backtest"
            disabled={isChanged}
            title={isChanged ? 'Save it first: the backtest runs what is saved' : undefined}
            onClick={() => navigate('backtest', { strategy: saved.id })}
          >
            Backtest this
          </Button>
          <Button isSmall tone="primary" disabled={!isChanged || !isValid} onClick={() => setDialog('save')}>
            Save …
          </Button>
        </>
      }
    >
      <div className="editorSides">
        <StrategyFields
          form={form}
          yaml={yaml}
          problems={problems}
          words={checked.data?.words ?? saved.words}
          onYaml={setYaml}
        />
        <TextEditor yaml={yaml} problems={problems} failure={checked.failure} onYaml={setYaml} />
      </div>
      {dialog === 'save' ? (
        <SaveDialog id={saved.id} before={saved.yaml} yaml={yaml} onClose={close} onSaved={onSaved} />
      ) : null}
      {dialog === 'copy' ? <CopyDialog yaml={yaml} onClose={close} onSaved={onSaved} /> : null}
    </Panel>
  );
}

function CheckBadge({ isChecked, problems }: { readonly isChecked: boolean; readonly problems: number }): ReactNode {
  return (
    <span role="status">
      {isChecked ? (
        problems === 0 ? (
          <Badge tone="good">Valid</Badge>
        ) : (
          <Badge tone="bad">
            {String(problems)} problem{problems === 1 ? '' : 's'}
          </Badge>
        )
      ) : (
        <Badge>Checking …</Badge>
      )}
    </span>
  );
}
