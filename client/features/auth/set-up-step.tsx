import { useState } from 'react'
import { FinishSetUpPasskey, FinishSetUpTotp, SetUpPasskey, SetUpTotp, type Me } from '#protocol/auth'
import { useTexts } from '../../i18n/texts.ts'
import { call } from '../../net/server.ts'
import { Page } from '../../shell/page.tsx'
import { Button } from '../../ui/button.tsx'
import { BackIcon, PasskeyIcon, PhoneIcon } from '../../ui/icons.ts'
import { CodeSetUp } from './code-set-up.tsx'
import { PasskeySetUp } from './passkey-set-up.tsx'
import { RecoveryCodes } from './recovery-codes.tsx'
import { welcome } from './session.ts'
import { stepTexts } from './step-texts.ts'
import './steps.css'

type Stage = { at: 'choice' | 'passkey' | 'app' } | { at: 'codes'; me: Me; codes: readonly string[] }

/** Whoever needs a second factor and has none gets one before anything else. */
export default function SetUpStep() {
  const t = useTexts(stepTexts)
  const [stage, setStage] = useState<Stage>({ at: 'choice' })
  const done = ({ me, recoveryCodes: codes }: { me: Me; recoveryCodes: readonly string[] }) =>
    setStage({ at: 'codes', me, codes })

  if (stage.at === 'codes') {
    return (
      <Page title={t.recoveryTitle}>
        <RecoveryCodes codes={stage.codes} onKept={() => void welcome(stage.me)} />
      </Page>
    )
  }
  return (
    <Page title={t.setUp}>
      {stage.at === 'choice' && <Choice onChoose={(at) => setStage({ at })} />}
      {stage.at === 'passkey' && (
        <PasskeySetUp
          begin={() => call(SetUpPasskey, {})}
          finish={async (passkey) => done(await call(FinishSetUpPasskey, passkey))}
        />
      )}
      {stage.at === 'app' && (
        <CodeSetUp
          begin={() => call(SetUpTotp, {})}
          finish={async (code) => done(await call(FinishSetUpTotp, { code }))}
        />
      )}
      {stage.at !== 'choice' && (
        <p className="auth-hint">
          <Button kind="quiet" size="small" icon={BackIcon} onPress={() => setStage({ at: 'choice' })}>
            {t.otherWay}
          </Button>
        </p>
      )}
    </Page>
  )
}

function Choice({ onChoose }: { onChoose: (way: 'passkey' | 'app') => void }) {
  const t = useTexts(stepTexts)
  return (
    <div className="set-up-choice">
      <p>{t.setUpLead}</p>
      <h2>{t.setUpChoice}</h2>
      <div>
        <Button isWide icon={PasskeyIcon} aria-describedby="set-up-passkey" onPress={() => onChoose('passkey')}>
          {t.passkeyWay}
        </Button>
        <p id="set-up-passkey">{t.passkeyWayHint}</p>
      </div>
      <div>
        <Button isWide icon={PhoneIcon} aria-describedby="set-up-app" onPress={() => onChoose('app')}>
          {t.appWay}
        </Button>
        <p id="set-up-app">{t.appWayHint}</p>
      </div>
    </div>
  )
}
