import type { ReactNode } from 'react';
import { Dialog } from '../ui/Dialog.tsx';
import { closeOverlay, useOverlay } from './overlay.ts';
import { SHORTCUTS } from './shortcutList.ts';

export function ShortcutHelp(): ReactNode {
  const isOpen = useOverlay((state) => state.open === 'help');
  return (
    <Dialog title="Keyboard shortcuts" isOpen={isOpen} onClose={closeOverlay} size="medium">
      <div className="shortcuts">
        {SHORTCUTS.map(({ group, items }) => (
          <section key={group}>
            <h3 className="sectionTitle">{group}</h3>
            <dl>
              {items.map(({ keys, does }) => (
                <div key={does}>
                  <dt>
                    {keys.map((key) => (
                      <kbd key={key}>{key}</kbd>
                    ))}
                  </dt>
                  <dd>{does}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
