import { Link } from 'react-router';
import { Field } from '../../ui/field.tsx';
import { formText } from '../../ui/form-text.ts';
import { useLanguage } from '../../words/words.tsx';
import { signIn } from './authenticate.ts';
import { CredentialsForm } from './credentials-form.tsx';

export function Component() {
  const { words } = useLanguage();
  return (
    <CredentialsForm
      title={words.account.signIn}
      other={{ path: '/register', name: words.account.registerInstead }}
      send={(fields) => signIn({ email: formText(fields, 'email'), password: formText(fields, 'password') })}
    >
      {() => (
        <>
          <Field label={words.account.email} name="email" type="email" autoComplete="username" required />
          <Field
            label={words.account.password}
            name="password"
            type="password"
            autoComplete="current-password"
            required
          />
          <Link to="/forgot-password" className="link justify-self-start text-sm">
            {words.account.forgotPassword}
          </Link>
        </>
      )}
    </CredentialsForm>
  );
}
