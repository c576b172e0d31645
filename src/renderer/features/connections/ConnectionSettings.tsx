import { useState, type ReactNode } from 'react';
import type { ConnectionRow } from '../../../shared/contract/records/connection.ts';
import { request } from '../../lib/bridge.ts';
import { settingText } from '../../lib/settingText.ts';
import { Button } from '../../ui/Button.tsx';
import { TextField } from '../../ui/Fields.tsx';
import { tell } from '../../ui/Toasts.tsx';

type Setting = ConnectionRow['settings'][number];

interface SettingsProps {
  readonly row: ConnectionRow;
  readonly onChanged: () => void;
}

export function ConnectionSettings({ row, onChanged }: SettingsProps): ReactNode {
  if (row.settings.length === 0) return null;
  return (
    <details className="connectionSettings">
      <summary>Settings</summary>
      {row.settings.map((setting) => (
        <Line
          key={`${setting.path} ${JSON.stringify(setting.value)}`}
          connection={row.id}
          setting={setting}
          onChanged={onChanged}
        />
      ))}
    </details>
  );
}

/** A number stays a number, a list a list; what does not fit main refuses with a sentence. */
function valueOf(text: string, before: Setting['value']): Setting['value'] {
  if (typeof before === 'number' && Number.isFinite(Number(text)) && text.trim() !== '') return Number(text);
  if (typeof before === 'boolean') return text.trim() === 'true';
  if (Array.isArray(before)) return text.split(',').map((part) => part.trim());
  return text;
}

interface LineProps {
  readonly connection: string;
  readonly setting: Setting;
  readonly onChanged: () => void;
}

function Line({ connection, setting, onChanged }: LineProps): ReactNode {
  const [text, setText] = useState(settingText(setting.value));
  if (!setting.isEditable) {
    return (
      <p>
        {setting.label}: <code>{settingText(setting.value)}</code> <span className="faint">{setting.note}</span>
      </p>
    );
  }
  const save = async (): Promise<void> => {
    const settings = { [setting.path]: valueOf(text, setting.value) };
    const result = await request('connections.update', { connection, settings });
    if (!result.ok) {
      tell({ title: `${setting.label} was not changed`, text: result.error.message, tone: 'bad' });
      return;
    }
    tell({ title: `${setting.label} changed`, text: result.value.note, tone: 'good' });
    onChanged();
  };
  return (
    <form
      className="connectionSetting"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <TextField
        label={setting.label}
        value={text}
        onValue={setText}
        hint={[setting.description, setting.note].filter((part) => part !== '').join(' ')}
      />
      <Button type="submit" isSmall disabled={text === settingText(setting.value)}>
        Save
      </Button>
    </form>
  );
}
