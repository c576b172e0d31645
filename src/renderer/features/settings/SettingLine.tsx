// One key of the configuration: its value where it may be changed, its origin, and the way back to the default.
import { useState, type ReactNode } from 'react';
import type { SettingRow } from '../../../shared/contract/records/system.ts';
import { request } from '../../lib/bridge.ts';
import { readSetting, settingText } from '../../lib/settingText.ts';
import { Badge } from '../../ui/Badge.tsx';
import { Button } from '../../ui/Button.tsx';
import { SelectField, SwitchField, TextField } from '../../ui/Fields.tsx';
import { tell } from '../../ui/Toasts.tsx';

interface SettingLineProps {
  readonly row: SettingRow;
  readonly onChanged: () => void;
}

/** `value` absent: back to the default. */
async function save(
  path: string,
  value: { readonly value?: SettingRow['value'] },
  onChanged: () => void,
): Promise<void> {
  const result = await request('settings.update', { changes: [{ path, ...value }] });
  if (!result.ok) {
    tell({ title: `${path} was not changed`, text: result.error.message, tone: 'bad' });
    return;
  }
  const isLater = result.value.afterRestart.includes(path);
  tell({
    title: `${path} changed`,
    text: isLater ? 'It takes effect at the next start.' : 'It is in force.',
    tone: 'good',
  });
  onChanged();
}

export function SettingLine({ row, onChanged }: SettingLineProps): ReactNode {
  const isDefault = row.origin === 'default';
  return (
    <div className="settingLine">
      <div>
        <code className="settingPath">{row.path}</code>{' '}
        {isDefault ? null : <Badge tone="info">from {row.origin}</Badge>}
        <div className="soft">{row.description}</div>
        {row.note === '' ? null : <div className="faint">{row.note}</div>}
      </div>
      <div className="settingValue">
        {row.isEditable ? (
          <Editable row={row} onChanged={onChanged} />
        ) : (
          <code>{settingText(row.value) || 'none'}</code>
        )}
        {row.isEditable && row.origin === 'file' ? (
          <Button isSmall tone="quiet" onClick={() => void save(row.path, {}, onChanged)}>
            Default ({settingText(row.default) || 'off'})
          </Button>
        ) : null}
      </div>
    </div>
  );
}

function Editable({ row, onChanged }: SettingLineProps): ReactNode {
  const [text, setText] = useState(settingText(row.value));
  const put = (value: SettingRow['value']): void => void save(row.path, { value }, onChanged);
  if (row.type === 'switch') {
    return <SwitchField label={row.path} isLabelHidden isOn={row.value === true} onSwitch={put} />;
  }
  if (row.type === 'choice') {
    return (
      <SelectField
        label={row.path}
        isLabelHidden
        value={settingText(row.value)}
        options={(row.choices ?? []).map((value) => ({ value, label: value }))}
        onValue={put}
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
        if (read.ok) put(read.value);
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
