// The left side of the ticket: symbol, side, type, prices, size, exits, options.
import type { ReactNode } from 'react';
import { wordsText } from '../../lib/format.ts';
import { useSymbols } from '../../lib/live/selected.ts';
import { PRICES_OF, type SizeBy, type TicketDraft, type TicketProblems } from '../../lib/ticket.ts';
import { Segmented, SelectField, SwitchField, TextField } from '../../ui/Fields.tsx';

interface TicketFieldsProps {
  readonly draft: TicketDraft;
  readonly problems: TicketProblems;
  readonly quote: string;
  readonly onChange: (part: Partial<TicketDraft>) => void;
}

const SIDES = [
  { value: 'buy', label: '▲ Buy' },
  { value: 'sell', label: '▼ Sell' },
];
const TYPES = (Object.keys(PRICES_OF) as TicketDraft['type'][]).map((value) => ({ value, label: wordsText(value) }));
const SIZES: readonly { readonly value: SizeBy; readonly label: string }[] = [
  { value: 'percentEquity', label: '% of equity' },
  { value: 'riskPercent', label: 'Risk %' },
  { value: 'notional', label: 'Amount' },
  { value: 'qty', label: 'Quantity' },
];
const PRICE_LABELS = { limitPrice: 'Limit price', stopPrice: 'Trigger price', trailPct: 'Trailing distance' } as const;
const FORCES = (['GTC', 'IOC', 'FOK'] as const).map((value) => ({ value, label: value }));

export function TicketFields(props: TicketFieldsProps): ReactNode {
  const { draft, onChange } = props;
  const symbols = useSymbols();
  return (
    <div className="ticketFields">
      <SelectField
        label="Symbol"
        value={draft.symbol}
        options={symbols.map((value) => ({ value, label: value }))}
        onValue={(symbol) => onChange({ symbol })}
      />
      <SelectField
        label="Type"
        value={draft.type}
        options={TYPES}
        onValue={(type) => onChange({ type: type as TicketDraft['type'] })}
      />
      <Segmented
        label="Side"
        value={draft.side}
        options={SIDES}
        onValue={(side) => onChange({ side: side as TicketDraft['side'] })}
      />
      <SelectField
        label="Time in force"
        value={draft.timeInForce}
        options={FORCES}
        onValue={(value) => onChange({ timeInForce: value as TicketDraft['timeInForce'] })}
      />
      <PriceFields {...props} />
      <SizeFields {...props} />
      <ExitFields {...props} />
      <SwitchField
        label="Reduce-only"
        isOn={draft.reduceOnly}
        onSwitch={(reduceOnly) => onChange({ reduceOnly })}
        hint="Never opens or increases"
      />
      {draft.type === 'limit' ? (
        <SwitchField
          label="Post-only"
          isOn={draft.postOnly}
          onSwitch={(postOnly) => onChange({ postOnly })}
          hint="Never takes"
        />
      ) : null}
    </div>
  );
}

function PriceFields({ draft, problems, onChange, quote }: TicketFieldsProps): ReactNode {
  return PRICES_OF[draft.type].map((field) => (
    <TextField
      key={field}
      label={PRICE_LABELS[field]}
      value={draft[field]}
      onValue={(value) => onChange({ [field]: value })}
      inputMode="decimal"
      unit={field === 'trailPct' ? '%' : quote}
      problem={draft[field] === '' ? undefined : problems[field]}
    />
  ));
}

function SizeFields({ draft, problems, quote, onChange }: TicketFieldsProps): ReactNode {
  const unit = draft.sizeBy === 'qty' ? '' : draft.sizeBy === 'notional' ? quote : '%';
  return (
    <div className="ticketWide ticketSize">
      <Segmented
        label="Size by"
        value={draft.sizeBy}
        options={SIZES}
        onValue={(sizeBy) => onChange({ sizeBy: sizeBy as SizeBy })}
      />
      <TextField
        label={SIZES.find(({ value }) => value === draft.sizeBy)?.label ?? 'Size'}
        value={draft.size}
        onValue={(size) => onChange({ size })}
        inputMode="decimal"
        unit={unit}
        problem={problems.size}
      />
      {draft.sizeBy === 'riskPercent' ? (
        <TextField
          label="Loss measured to"
          value={draft.riskStop}
          onValue={(riskStop) => onChange({ riskStop })}
          inputMode="decimal"
          unit={quote}
          hint="The stop price of the position"
          problem={draft.riskStop === '' ? undefined : problems.riskStop}
        />
      ) : null}
    </div>
  );
}

function ExitFields({ draft, problems, onChange }: TicketFieldsProps): ReactNode {
  if (draft.reduceOnly) return null;
  return (
    <>
      <TextField
        label="Stop loss"
        value={draft.stopLossPct}
        onValue={(stopLossPct) => onChange({ stopLossPct })}
        inputMode="decimal"
        unit="%"
        problem={problems.stopLossPct}
        {...(draft.stopLossPct.trim() === '' ? { hint: 'No stop: a loss has no limit.' } : {})}
      />
      <TextField
        label="Take profit"
        value={draft.takeProfitPct}
        onValue={(takeProfitPct) => onChange({ takeProfitPct })}
        inputMode="decimal"
        unit="%"
        problem={problems.takeProfitPct}
      />
    </>
  );
}
