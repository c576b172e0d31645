// Settings: the look of the window, and every key of the configuration with its origin and default.
import { useMemo, useState, type ReactNode } from 'react';
import { useRequest } from '../../lib/bridge.ts';
import { wordsText } from '../../lib/format.ts';
import { PALETTE_OPTIONS, THEME_OPTIONS } from '../../lib/looks.ts';
import { prefer, usePreferences } from '../../lib/preferences.ts';
import { resetLayout } from '../../ui/resetLayout.ts';
import { settingGroups } from '../../lib/settingText.ts';
import { Button } from '../../ui/Button.tsx';
import { Segmented, TextField } from '../../ui/Fields.tsx';
import { Signed } from '../../ui/Figures.tsx';
import { Page, Panel } from '../../ui/Panel.tsx';
import { Empty, Note, Waiting } from '../../ui/States.tsx';
import { SettingLine } from './SettingLine.tsx';
import './settings.css';

export function SettingsView(): ReactNode {
  const [search, setSearch] = useState('');
  const [turn, setTurn] = useState(0);
  const answer = useRequest('settings.get', {}, { version: turn, isSticky: true });
  const groups = useMemo(() => settingGroups(answer.data?.items ?? [], search), [answer.data, search]);
  return (
    <Page
      title="Settings"
      actions={
        <TextField
          label="Find a setting"
          isLabelHidden
          type="search"
          placeholder="Find a setting …"
          value={search}
          onValue={setSearch}
        />
      }
    >
      <LookPanel />
      {(answer.data?.problems ?? []).map((problem) => (
        <Note key={problem.message} tone="bad">
          Your configuration file: {problem.line === undefined ? '' : `line ${String(problem.line)}: `}
          {problem.message} The last good configuration is in force.
        </Note>
      ))}
      {answer.data === undefined ? (
        <Waiting what="the settings" answer={answer} />
      ) : groups.length === 0 ? (
        <Empty title="No setting of that name" />
      ) : (
        groups.map(([group, rows]) => (
          <Panel key={group} title={wordsText(group)}>
            <div className="settingList">
              {rows.map((row) => (
                <SettingLine
                  key={`${row.path} ${JSON.stringify(row.value)}`}
                  row={row}
                  onChanged={() => setTurn((last) => last + 1)}
                />
              ))}
            </div>
          </Panel>
        ))
      )}
      {answer.data === undefined || answer.data.yaml === '' ? null : (
        <Panel title="Your configuration file" note="Only what differs from the defaults">
          <pre tabIndex={0} className="configText">
            {answer.data.yaml}
          </pre>
        </Panel>
      )}
    </Page>
  );
}

function LookPanel(): ReactNode {
  const { theme, palette } = usePreferences();
  return (
    <Panel title="Window">
      <div className="settingList">
        <div className="settingLine">
          <div>
            <strong>Theme</strong>
          </div>
          <Segmented
            label="Theme"
            value={theme}
            options={THEME_OPTIONS}
            onValue={(value) => prefer({ theme: value as typeof theme })}
          />
        </div>
        <div className="settingLine">
          <div>
            <strong>Colours of up and down</strong>
            <div className="faint">
              <Signed value={12.5} unit="%" /> <Signed value={-7.25} unit="%" />
            </div>
          </div>
          <Segmented
            label="Colours of up and down"
            value={palette}
            options={PALETTE_OPTIONS}
            onValue={(value) => prefer({ palette: value as typeof palette })}
          />
        </div>
        <div className="settingLine">
          <div>
            <strong>Dashboard and first steps</strong>
          </div>
          <div className="row">
            <Button isSmall onClick={resetLayout}>
              Reset the dashboard
            </Button>
            <Button isSmall onClick={() => prefer({ hasSeenFirstRun: false })}>
              Show the first steps
            </Button>
          </div>
        </div>
      </div>
    </Panel>
  );
}
