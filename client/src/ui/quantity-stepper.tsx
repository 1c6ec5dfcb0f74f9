interface QuantityStepperProps {
  readonly quantity: number;
  readonly max?: number;
  readonly names: { readonly group: string; readonly fewer: string; readonly more: string };
  readonly onChange: (quantity: number) => void;
}

export function QuantityStepper({ quantity, max = 99, names, onChange }: QuantityStepperProps) {
  return (
    <div
      role="group"
      aria-label={names.group}
      className="inline-flex items-center rounded-full border border-line bg-card"
    >
      <StepButton name={names.fewer} sign="−" disabled={quantity <= 1} onClick={() => onChange(quantity - 1)} />
      <span className="min-w-8 text-center tabular-nums" aria-live="polite">
        {quantity}
      </span>
      <StepButton name={names.more} sign="+" disabled={quantity >= max} onClick={() => onChange(quantity + 1)} />
    </div>
  );
}

interface StepButtonProps {
  readonly name: string;
  readonly sign: string;
  readonly disabled: boolean;
  readonly onClick: () => void;
}

function StepButton({ name, sign, disabled, onClick }: StepButtonProps) {
  return (
    <button
      type="button"
      aria-label={name}
      disabled={disabled}
      onClick={onClick}
      className="size-11 rounded-full text-lg disabled:text-muted"
    >
      {sign}
    </button>
  );
}
