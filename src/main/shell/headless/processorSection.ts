// The stages of the step, as the host times them.
import type { EngineStatus, ProcessorStatus } from '../../../shared/domain/engineStatus.ts';
import { countText, NOTHING } from '../../../shared/figures.ts';
import { span } from './line.ts';
import { ageText, msText } from './liveFigures.ts';
import { gridSection, type Section } from './section.ts';

export const processorSection = ({ processors, at }: EngineStatus): Section =>
  gridSection<ProcessorStatus>({
    ...{ title: 'PROCESSORS', rank: 7, least: 4, good: 4, empty: 'not running', rows: processors },
    columns: [
      { title: 'PROCESSORS', cell: ({ processor }) => span(processor) },
      { title: 'cycles', isRight: true, cell: ({ cycles }) => span(countText(cycles)) },
      { title: 'last ms', isRight: true, cell: ({ lastMs }) => span(msText(lastMs)) },
      { title: 'p95 ms', isRight: true, cell: ({ p95Ms }) => span(msText(p95Ms)) },
      {
        title: 'errors',
        isRight: true,
        cell: ({ errors }) => span(countText(errors), errors > 0 ? 'bad' : undefined),
      },
      {
        title: 'beat',
        isRight: true,
        cell: ({ heartbeatAt }) => span(heartbeatAt === undefined ? NOTHING : ageText(at - heartbeatAt), 'dim'),
      },
      { title: 'last error', flexibleFrom: 12, cell: ({ lastError }) => span(lastError ?? '', 'bad') },
    ],
  });
