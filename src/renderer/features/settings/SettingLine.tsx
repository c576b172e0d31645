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

interface Save {
  readonly change: Change;
  /** What was in force before. */
  readonly before: SettingRow;
  readonly onChanged: () => void;
  readonly reason?: string;
}

/** As it stood: the value of the file, or none of its own. */
const asBefore = ({ path, origin, value }: SettingRow): Change => (origin === 'file' ? { path, value } : { path });

async function save({ change, before, onChanged, reason }: Save): Promise<WireError | undefined> {
  const given = reason === undefined ? {} : { reason };
  const result = await request('settings.update', { changes: [change], ...given });
  if (!result.ok) return result.error;
  const isLater = result.value.afterRestart.includes(change.path);
  tell({
    title: `${change.path} changed`,
    text: isLater ? 'It takes effect at the next start.' : 'It is in force.',
    tone: 'good',
    // What asks before it is changed is not changed back by a click.
    ...(isGuarded(change.path) ? {} : { undo: () => void putBack(before, onChanged) }),
  });
  onChanged();
  return undefined;
}

async function putBack(before: SettingRow, onChanged: () => void): Promise<void> {
  const { path } = before;
  const result = await request('settings.update', { changes: [asBefore(before)], reason: 'undone in the window' });
  onChanged();
  if (result.ok) tell({ title: `${path} is as it was`, tone: 'good' });
  else tell({ title: `${path} was not changed back`, text: result.error.message, tone: 'bad' });
}

export function SettingLine({ row, onChanged }: SettingLineProps): ReactNode {
  const [asked, setAsked] = useState<Change>();
  const change = (next: Change): void => {
    if (isGuarded(row.path)) setAsked(next);
    else void saveAtOnce({ change: next, before: row, onChanged });
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

async function saveAtOnce(wanted: Save): Promise<void> {
  const failure = await save(wanted);
  if (failure !== undefined)
    tell({ title: `${wanted.change.path} was not changed`, text: failure.message, tone: 'bad' });
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
      onConfirm={(reason) => save({ change, before: row, onChanged, reason })}
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
