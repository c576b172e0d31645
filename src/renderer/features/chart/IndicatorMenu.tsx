import type { ReactNode } from 'react';
import { Popover } from '@base-ui/react/popover';
import { defaultSpec, specLabel } from '../../lib/indicatorSpec.ts';
import { Icon } from '../../ui/Icon.tsx';
import { FailureCode } from '../../ui/States.tsx';
import type { ChartIndicators } from './useChartLines.ts';

export function IndicatorMenu({ indicators }: { readonly indicators: ChartIndicators }): ReactNode {
  const { catalogue, shown, toggle, failure } = indicators;
  const offered = [...new Set([...shown, ...catalogue.map(defaultSpec)])];
  return (
    <>
      <Popover.Root>
        <Popover.Trigger className="button button-plain button-small">
          <Icon name="signals" size={14} />
          Indicators ({String(shown.length)})
        </Popover.Trigger>
        <Popover.Portal>
          <Popover.Positioner sideOffset={4} align="start" className="popoverPlace">
            <Popover.Popup className="popover">
              <Popover.Title className="popoverTitle">Indicators</Popover.Title>
              <ul className="indicatorList">
                {offered.map((spec) => (
                  <li key={spec}>
                    <label title={catalogue.find(({ name }) => name === spec.split(':')[0])?.description}>
                      <input type="checkbox" checked={shown.includes(spec)} onChange={() => toggle(spec)} />
                      {specLabel(spec)}
                    </label>
                  </li>
                ))}
              </ul>
            </Popover.Popup>
          </Popover.Positioner>
        </Popover.Portal>
      </Popover.Root>
      {failure === undefined ? null : (
        <span className="fieldProblem" role="alert">
          {failure.message} <FailureCode failure={failure} />
        </span>
      )}
    </>
  );
}
