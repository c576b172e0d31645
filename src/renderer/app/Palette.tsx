// The command palette: every view, action and symbol, found by typing.
import { useState, type ReactNode } from 'react';
import { Dialog } from '@base-ui/react/dialog';
import { Command } from 'cmdk';
import { searchCommands } from '../lib/paletteSearch.ts';
import { Icon } from '../ui/Icon.tsx';
import { closeOverlay, useOverlay } from './overlay.ts';
import { usePaletteCommands } from './paletteCommands.ts';

export function Palette(): ReactNode {
  const isOpen = useOverlay((state) => state.open === 'palette');
  return (
    <Dialog.Root open={isOpen} onOpenChange={(open) => (open ? undefined : closeOverlay())}>
      <Dialog.Portal>
        <Dialog.Backdrop className="dialogBackdrop" />
        <Dialog.Popup className="dialog dialog-medium palette paletteTop" aria-label="Command palette">
          {isOpen ? <PaletteList /> : null}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function PaletteList(): ReactNode {
  const all = usePaletteCommands();
  const [typed, setTyped] = useState('');
  const groups = searchCommands(all, typed);
  return (
    <Command label="Commands" loop shouldFilter={false}>
      <Command.Input placeholder="Go to, do, or find a symbol …" autoFocus value={typed} onValueChange={setTyped} />
      <Command.List label="Commands">
        <Command.Empty>Nothing of that name</Command.Empty>
        {groups.map(({ group, commands }) => (
          <Command.Group key={group} heading={group}>
            {commands.map((command) => (
              <Command.Item
                key={`${group} ${command.name}`}
                value={command.name}
                onSelect={() => {
                  closeOverlay();
                  command.run();
                }}
              >
                <Icon name={command.icon} />
                {command.name}
                {command.hint === undefined ? null : <span className="hint">{command.hint}</span>}
              </Command.Item>
            ))}
          </Command.Group>
        ))}
      </Command.List>
    </Command>
  );
}
