import { Route, Switch } from 'wouter';
import { CreatePage } from '../gate/CreatePage.tsx';
import { JoinPage } from '../gate/JoinPage.tsx';
import { LinkGate } from '../gate/LinkGate.tsx';
import { LinkLogin } from '../gate/LinkLogin.tsx';
import { LoginPage } from '../gate/LoginPage.tsx';
import { NewDevicePage } from '../gate/NewDevicePage.tsx';
import { PendingPage } from '../gate/PendingPage.tsx';
import { RecoverPage } from '../gate/RecoverPage.tsx';
import { ResetPage } from '../gate/ResetPage.tsx';
import { SetupPage } from '../gate/SetupPage.tsx';
import { useClientState } from '../session/client.ts';
import styles from './Gate.module.css';
import { Version } from './Version.tsx';

/** Before logging in. Any other address shows the log-in page, and is there again afterwards. */
export function Gate() {
  const waits = useClientState((state) => state.ended === 'approval');
  return (
    <div className={styles.gate}>
      <Version />
      <Switch>
        <Route path="/register" component={CreatePage} />
        <Route path="/recover" component={RecoverPage} />
        <Route path="/login/device" component={NewDevicePage} />
        <Route path="/link" component={LinkLogin} />
        <Route path="/setup">
          <LinkGate page={SetupPage} />
        </Route>
        <Route path="/join">
          <LinkGate page={JoinPage} />
        </Route>
        <Route path="/reset">
          <LinkGate page={ResetPage} />
        </Route>
        <Route path="/login">
          <LoginPage />
        </Route>
        <Route>{waits ? <PendingPage /> : <LoginPage />}</Route>
      </Switch>
    </div>
  );
}
