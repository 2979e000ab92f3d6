import { useState } from 'react'
import { ListOrganisations, type Organisation } from '#protocol/orgs'
import { useRefusalText } from '../../i18n/refusals.ts'
import { useTexts } from '../../i18n/texts.ts'
import { useRead } from '../../net/use-read.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { AddIcon } from '../../ui/icons.ts'
import { OrganisationTile } from '../../ui/organisation-tile.tsx'
import { PlainList } from '../../ui/plain-list.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { TextLink } from '../../ui/text-link.tsx'
import { useMe } from '../auth/index.ts'
import { CreateOrganisationDialog } from './create-organisation-dialog.tsx'
import { InstallationFrame } from './installation-frame.tsx'
import { organisationPath } from './paths.ts'
import { texts as pageTexts } from './page-texts.ts'
import { texts } from './texts.ts'
import './orgs.css'

/** The organisations of the installation, or one's own. */
export default function OrganisationsPage() {
  const t = useTexts(texts)
  const page = useTexts(pageTexts)
  const refusalText = useRefusalText()
  const me = useMe()
  const { reading, again } = useRead(ListOrganisations, {})
  const [isCreating, setCreating] = useState(false)

  return (
    <InstallationFrame
      title={t.organisations}
      actions={
        me?.installationAdmin && (
          <Button kind="primary" icon={AddIcon} onPress={() => setCreating(true)}>
            {page.create}
          </Button>
        )
      }
    >
      {me?.installationAdmin && <p className="organisations-lead">{page.lead}</p>}
      {reading.state === 'waiting' && <Skeleton label={t.waiting} lines={4} />}
      {reading.state === 'failed' && (
        <Banner kind="error" action={<Button onPress={again}>{page.again}</Button>}>
          {refusalText(reading.failure)}
        </Banner>
      )}
      {reading.state === 'ready' && (
        <PlainList label={t.organisations}>
          {reading.value.map((organisation) => (
            <OrganisationLine key={organisation.id} organisation={organisation} />
          ))}
        </PlainList>
      )}
      <CreateOrganisationDialog isOpen={isCreating} onClose={() => setCreating(false)} />
    </InstallationFrame>
  )
}

function OrganisationLine({ organisation: { id, name, kind, myRole, logo } }: { organisation: Organisation }) {
  const t = useTexts(texts)
  const page = useTexts(pageTexts)
  return (
    <div className="organisation-line">
      <OrganisationTile id={id} name={name} logo={logo} />
      <div className="organisation-line-words">
        <TextLink to={organisationPath(id)}>{name}</TextLink>
        <span className="organisation-line-detail">{myRole ? `${t.kinds[kind]} · ${page.yours}` : t.kinds[kind]}</span>
      </div>
    </div>
  )
}
