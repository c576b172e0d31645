// The text side: YAML with line numbers, problems at their lines; Tab leaves the field, as everywhere.
import { useRef, type ReactNode } from 'react';
import type { ProblemRecord } from '../../../shared/contract/records/strategy.ts';
import type { WireError } from '../../../shared/contract/result.ts';
import { cx } from '../../ui/cx.ts';

interface TextEditorProps {
  readonly yaml: string;
  readonly problems: readonly ProblemRecord[];
  readonly failure: WireError | undefined;
  readonly onYaml: (yaml: string) => void;
}

/** Where a line begins in the text; 1-based. */
const startOfLine = (text: string, line: number): number =>
  text
    .split('\n')
    .slice(0, line - 1)
    .reduce((sum, each) => sum + each.length + 1, 0);

export function TextEditor({ yaml, problems, failure, onYaml }: TextEditorProps): ReactNode {
  const area = useRef<HTMLTextAreaElement>(null);
  const gutter = useRef<HTMLDivElement>(null);
  const lines = yaml.split('\n').length;
  const wrong = new Set(problems.map((problem) => problem.line));
  const show = ({ line = 1, column = 1 }: ProblemRecord): void => {
    const at = startOfLine(yaml, line) + column - 1;
    area.current?.focus();
    area.current?.setSelectionRange(at, at);
  };
  return (
    <div className="textEditor">
      <div className="textArea">
        <div className="gutter" ref={gutter} aria-hidden="true">
          {Array.from({ length: lines }, (_, index) => (
            <div key={index} className={cx(wrong.has(index + 1) && 'isWrong')}>
              {index + 1}
            </div>
          ))}
        </div>
        <textarea
          ref={area}
          aria-label="Strategy text, YAML"
          aria-invalid={problems.length > 0}
          spellCheck={false}
          wrap="off"
          value={yaml}
          onChange={(event) => onYaml(event.target.value)}
          onScroll={(event) => {
            if (gutter.current !== null) gutter.current.scrollTop = event.currentTarget.scrollTop;
          }}
        />
      </div>
      <ul className="problems" aria-label="Problems" aria-live="polite">
        {failure === undefined ? null : <li className="fieldProblem">Not checked: {failure.message}</li>}
        {problems.map((problem) => (
          <li key={`${String(problem.line)} ${problem.message}`}>
            <button type="button" className="problemLink" onClick={() => show(problem)}>
              {problem.line === undefined ? '' : `Line ${String(problem.line)}: `}
              {problem.message}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
