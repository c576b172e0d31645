// One key of the configuration: its value where it may be changed, its origin, and the way back to the default.
import { useState, type ReactNode } from 'react';
import type { SettingRow } from '../../../shared/contract/records/system.ts';
import type { WireError } from '../../../shared/contract/result.ts';
import { request } from '../../lib/bridge.ts';
import { isGuarded, readSetting, settingText } from '../../lib/settingText.ts';
import { Badge } from '../../ui/Badge.tsx';
import { Button } from '../../ui/Button.tsx';
import { ConfirmDialog } from '../../ui/Dialog.tsx';
import { SelectField, SwitchField, TextField } from '../../ui/Fields.tsx';
import { tell } from '../../ui/Toasts.tsx';

interface SettingLineProps {
  readonly row: SettingRow;
  readonly onChanged: () => void;
}

interface Change {
  readonly path: string;
  /** Absent: back to the default. */
  readonly value?: SettingRow['value'];
}

async function save(change: Change, reason?: string): Promise<WireError | undefined> {
  const given = reason === undefined ? {} : { reason };
  const result = await request('settings.update', { changes: [change], ...given });
  if (!result.ok) return result.error;
  const isLater = result.value.afterRestart.includes(change.path);
  tell({
    title: `${change.path} changed`,
    text: isLater ? 'It takes effect at the next start.' : 'It is in force.',
    tone: 'good',
  });
  return undefined;
}

export function SettingLine({ row, onChanged }: SettingLineProps): ReactNode {
  const [asked, setAsked] = useState<Change>();
  const change = (next: Change): void => {
    if (isGuarded(row.path)) setAsked(next);
    else void saveAtOnce(next, onChanged);
  };
  return (
    <div className="settingLine">
      <div>
        <code className="settingPath">{row.path}</code>{' '}
        {row.origin === 'default' ? null : <Badge tone="info">from {row.origin}</Badge>}
        <div className="soft">{row.description}</div>
        {row.note === '' ? null : <div className="faint">{row.note}</div>}
      </div>
      <div className="settingValue">
        {row.isEditable ? (
          <Editable row={row} onValue={(value) => change({ path: row.path, value })} />
        ) : (
          <code>{settingText(row.value) || 'none'}</code>
        )}
        {row.isEditable && row.origin === 'file' ? (
          <Button isSmall tone="quiet" onClick={() => change({ path: row.path })}>
            Default ({settingText(row.default) || 'off'})
          </Button>
        ) : null}
      </div>
      {asked === undefined ? null : (
        <GuardedChange row={row} change={asked} onClose={() => setAsked(undefined)} onChanged={onChanged} />
      )}
    </div>
  );
}

async function saveAtOnce(change: Change, onChanged: () => void): Promise<void> {
  const failure = await save(change);
  if (failure === undefined) onChanged();
  else tell({ title: `${change.path} was not changed`, text: failure.message, tone: 'bad' });
}

interface GuardedProps extends SettingLineProps {
  readonly change: Change;
  readonly onClose: () => void;
}

/** Limits are money: a change of them is asked about and has a reason. */
function GuardedChange({ row, change, onClose, onChanged }: GuardedProps): ReactNode {
  const next = 'value' in change ? settingText(change.value ?? null) || 'off' : 'the default';
  return (
    <ConfirmDialog
      title={`Change ${row.path}`}
      isOpen
      onClose={onClose}
      needsReason
      action="Change it"
      description={`From ${settingText(row.value) || 'off'} to ${next}. ${row.description}`}
      onConfirm={async (reason) => {
        const failure = await save(change, reason);
        if (failure === undefined) onChanged();
        return failure;
      }}
    />
  );
}

interface EditableProps {
  readonly row: SettingRow;
  readonly onValue: (value: SettingRow['value']) => void;
}

function Editable({ row, onValue }: EditableProps): ReactNode {
  const [text, setText] = useState(settingText(row.value));
  if (row.type === 'switch') {
    return <SwitchField label={row.path} isLabelHidden isOn={row.value === true} onSwitch={onValue} />;
  }
  if (row.type === 'choice') {
    return (
      <SelectField
        label={row.path}
        isLabelHidden
        value={settingText(row.value)}
        options={(row.choices ?? []).map((value) => ({ value, label: value }))}
        onValue={onValue}
      />
    );
  }
  const read = readSetting(text, row);
  const isChanged = text !== settingText(row.value);
  return (
    <form
      className="row nowrapRow"
      onSubmit={(event) => {
        event.preventDefault();
        if (read.ok) onValue(read.value);
      }}
    >
      <TextField
        label={row.path}
        isLabelHidden
        value={text}
        onValue={setText}
        placeholder={row.isNullable ? 'Off' : ''}
        problem={isChanged && !read.ok ? read.message : undefined}
      />
      <Button type="submit" isSmall disabled={!isChanged || !read.ok}>
        Save
      </Button>
    </form>
  );
}
