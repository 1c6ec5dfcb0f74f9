import { Field } from '../ui/field.tsx';
import { useLanguage } from '../words/words.tsx';

interface NewPasswordFieldProps {
  readonly label: string;
  readonly name: string;
  readonly problem: string | undefined;
}

/** Where a password is chosen, with what the users service asks of one. */
export function NewPasswordField(props: NewPasswordFieldProps) {
  const { words } = useLanguage();
  return (
    <Field
      {...props}
      hint={words.account.passwordHint}
      type="password"
      autoComplete="new-password"
      required
      minLength={12}
    />
  );
}
