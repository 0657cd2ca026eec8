// The page of the server's operators: every party, one party, and who is blocked. Loaded by nobody else.

import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { problemText } from '../text';
import { ActionForm, text } from '../ui/action-form';
import { PageHeader } from '../ui/page-header';
import './admin.css';
import { BlockedUsers } from './blocked-users';
import { askWhetherOperator, refused, showToken, takeTokenFromAddress } from './operator';
import { PartiesTable } from './parties-table';
import { PartyPage } from './party-page';

export function AdminView({ partyId }: { partyId: string | null }) {
  const problem = useSignal('');
  useEffect(() => {
    document.title = 'Operators – Matinee';
    takeTokenFromAddress();
    askWhetherOperator().catch((error: unknown) => (problem.value = problemText(error)));
  }, []);
  return (
    <div class="home admin">
      <PageHeader />
      <main>
        {problem.value !== '' && (
          <p class="card" role="alert">
            {problem.value}
          </p>
        )}
        {refused.value === true && <ShowToken />}
        {refused.value === false && (partyId === null ? <Overview /> : <PartyPage key={partyId} partyId={partyId} />)}
      </main>
    </div>
  );
}

function Overview() {
  return (
    <>
      <h1>Operators</h1>
      <PartiesTable />
      <BlockedUsers />
    </>
  );
}

function ShowToken() {
  const show = (fields: FormData) => showToken(text(fields, 'token'));
  return (
    <section class="card card-narrow" aria-labelledby="operator-title">
      <h1 id="operator-title">For operators</h1>
      <p>
        Run <code>matinee admin page</code> on the server and open the address it prints, or paste what{' '}
        <code>matinee admin token</code> prints. Users named in <code>admin-users</code> only have to be signed in.
      </p>
      <ActionForm action={show} submitLabel="Continue" busyLabel="Asking…">
        <label class="field">
          <span>Token</span>
          <input name="token" type="password" autocomplete="off" required />
        </label>
      </ActionForm>
    </section>
  );
}
