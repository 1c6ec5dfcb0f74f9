import { Field } from '../../ui/field.tsx';
import { formText } from '../../ui/form-text.ts';
import { useLanguage } from '../../words/words.tsx';
import { NewPasswordField } from '../new-password-field.tsx';
import { signUp } from './authenticate.ts';
import { CredentialsForm } from './credentials-form.tsx';

export function Component() {
  const { words, locale } = useLanguage();
  return (
    <CredentialsForm
      title={words.account.register}
      other={{ path: '/sign-in', name: words.account.signInInstead }}
      send={(fields) =>
        signUp({
          name: formText(fields, 'name'),
          email: formText(fields, 'email'),
          password: formText(fields, 'password'),
          locale: locale === 'de' ? 'DE' : 'EN',
        })
      }
    >
      {(problem) => {
        const problemOf = (code: string) => (problem === code ? words.problems.of(code) : undefined);
        return (
          <>
            <Field
              label={words.account.name}
              name="name"
              autoComplete="name"
              required
              maxLength={100}
              problem={problemOf('INVALID_NAME')}
            />
            <Field
              label={words.account.email}
              name="email"
              type="email"
              autoComplete="username"
              required
              problem={problemOf('INVALID_EMAIL') ?? problemOf('EMAIL_TAKEN')}
            />
            <NewPasswordField label={words.account.password} name="password" problem={problemOf('WEAK_PASSWORD')} />
          </>
        );
      }}
    </CredentialsForm>
  );
}
