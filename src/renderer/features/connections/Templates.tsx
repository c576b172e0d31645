// What a new connection can be made from; what is not available says why, and offers no button.
import { useState, type ReactNode } from 'react';
import type { ResultOf } from '../../../shared/contract/requests.ts';
import { request } from '../../lib/bridge.ts';
import { sentence } from '../../lib/format.ts';
import { Badge } from '../../ui/Badge.tsx';
import { Button } from '../../ui/Button.tsx';
import { ConfirmDialog } from '../../ui/Dialog.tsx';
import { TextField } from '../../ui/Fields.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { tell } from '../../ui/Toasts.tsx';

export type Template = ResultOf<'connections.list'>['templates'][number];

interface TemplatesProps {
  readonly templates: readonly Template[];
  /** With the id of the new connection. */
  readonly onCreated: (id: string) => void;
}

export function Templates({ templates, onCreated }: TemplatesProps): ReactNode {
  const [chosen, setChosen] = useState<Template>();
  if (templates.length === 0) return null;
  return (
    <Panel title="Templates">
      <ul className="templates">
        {templates.map((template) => (
          <li key={template.id}>
            <div className="row">
              <strong>{template.name}</strong>
              {template.isAvailable ? null : <Badge>Not available</Badge>}
            </div>
            <div className="soft">{template.description}</div>
            <div className="faint">{template.note}</div>
            {template.isAvailable ? (
              <Button isSmall icon="plus" onClick={() => setChosen(template)}>
                Make one …
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      {chosen === undefined ? null : (
        <CreateDialog template={chosen} onClose={() => setChosen(undefined)} onCreated={onCreated} />
      )}
    </Panel>
  );
}

interface CreateProps {
  readonly template: Template;
  readonly onClose: () => void;
  readonly onCreated: (id: string) => void;
}

export function CreateDialog({ template, onClose, onCreated }: CreateProps): ReactNode {
  const [name, setName] = useState(template.name);
  return (
    <ConfirmDialog
      title={`New ${template.name}`}
      isOpen
      onClose={onClose}
      action="Make it"
      description={template.description}
      onConfirm={async () => {
        const result = await request('connections.create', { template: template.id, name });
        if (!result.ok) return result.error;
        tell({ title: `${result.value.name} made`, text: sentence(result.value.detail), tone: 'good' });
        onCreated(result.value.id);
        return undefined;
      }}
    >
      <TextField label="Name" value={name} onValue={setName} required />
    </ConfirmDialog>
  );
}
