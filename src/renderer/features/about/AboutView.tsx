// About: versions, data folder, licences and attributions.
import type { ReactNode } from 'react';
import { useRequest } from '../../lib/bridge.ts';
import { type Column, DataTable } from '../../ui/DataTable.tsx';
import { At } from '../../ui/Figures.tsx';
import { Page, Panel } from '../../ui/Panel.tsx';
import { Empty, Waiting } from '../../ui/States.tsx';
import type { ResultOf } from '../../../shared/contract/requests.ts';
import './about.css';

type Licence = ResultOf<'system.about'>['licences'][number];

const COLUMNS: readonly Column<Licence>[] = [
  { id: 'name', header: 'Package', value: (row) => row.name },
  { id: 'version', header: 'Version', value: (row) => row.version },
  { id: 'licence', header: 'Licence', value: (row) => row.licence },
  { id: 'homepage', header: 'Home', value: (row) => row.homepage ?? '' },
];

export function AboutView(): ReactNode {
  const answer = useRequest('system.about', {});
  const { data } = answer;
  if (data === undefined) {
    return (
      <Page title="About">
        <Waiting what="the versions" answer={answer} />
      </Page>
    );
  }
  return <About data={data} />;
}

function About({ data }: { readonly data: ResultOf<'system.about'> }): ReactNode {
  return (
    <Page title="About">
      <div className="columns isStretched">
        <Panel title={`${data.name} ${data.version}`}>
          <dl className="facts">
            <dt>Window</dt>
            <dd>{data.shell}</dd>
            {data.runtime.map(({ name, version }) => (
              <div key={name} className="factRow">
                <dt>{name}</dt>
                <dd>{version}</dd>
              </div>
            ))}
            <dt>Started</dt>
            <dd>
              <At at={data.startedAt} />
            </dd>
            <dt>Process</dt>
            <dd>{data.pid}</dd>
            <dt>Data folder</dt>
            <dd>
              <code>{data.dataFolder}</code>
            </dd>
          </dl>
          <p className="faint aboutNote">
            Everything stays on this machine, in that folder. Nothing of it is sent anywhere.
          </p>
        </Panel>
        <Panel title="Attributions">
          <ul className="stack">
            {data.attributions.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </Panel>
      </div>
      <Panel title="Licences" note={`${String(data.licences.length)} packages`} isFlush className="isTall">
        <DataTable
          label="Licences"
          columns={COLUMNS}
          rows={data.licences}
          rowKey={(row) => `${row.name} ${row.version}`}
          empty={<Empty title="No package is listed" />}
        />
      </Panel>
    </Page>
  );
}
