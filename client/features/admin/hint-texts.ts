import { defineTexts } from '../../i18n/texts.ts'

/** What to look at, and what to do about it. */
export const hintTexts = defineTexts({
  de: {
    'database.clock': {
      title: 'Die Uhren von Server und Datenbank gehen auseinander',
      text: 'Links laufen dann zu früh oder zu spät ab. Stellen Sie auf beiden Rechnern die Zeit über das Netz (NTP).',
    },
    'redis.away': {
      title: 'Redis antwortet nicht',
      text: 'Gespeichertes ist sicher. Neues kommt auf anderen Servern erst nach einigen Sekunden an, und Grenzen zählt jeder Server für sich. Prüfen Sie REDIS_URL und den Redis-Server.',
    },
    'jobs.stuck': {
      title: 'Aufträge warten schon lange',
      text: 'E-Mails und Aufräumarbeiten kommen verspätet. Sehen Sie ins Protokoll des Servers, und starten Sie ihn bei Bedarf neu.',
    },
    'jobs.failed': {
      title: 'Einige Aufträge sind gescheitert',
      text: 'Sie wurden mehrmals versucht und dann aufgegeben. Den Grund nennt das Protokoll des Servers. Nach einiger Zeit verschwinden sie von hier.',
    },
    'media.failed': {
      title: 'Besprechungen sind nicht möglich',
      text: 'Die Medienprozesse laufen nicht. Alles andere funktioniert. Den Grund nennt das Protokoll des Servers.',
    },
    'disk.low': {
      title: 'Der Speicherplatz wird knapp',
      text: 'Ist er voll, kann niemand mehr etwas schreiben. Vergrößern Sie den Datenträger von DATA_DIR.',
    },
    'url.plain': {
      title: 'Die Adresse ist nicht verschlüsselt',
      text: 'Ohne https geben Browser weder Kamera noch Mikrofon frei, und Passwörter gehen lesbar durchs Netz. Stellen Sie einen Proxy mit TLS davor, und setzen Sie PUBLIC_URL auf https://…',
    },
    'url.local': {
      title: 'Nur dieser Rechner erreicht die Installation',
      text: 'Zum Ausprobieren genügt das. Für andere setzen Sie PUBLIC_URL auf die Adresse, die sie aufrufen.',
    },
    'mail.none': {
      title: 'Es ist kein Mailserver eingerichtet',
      text: 'Einladungen und neue Passwörter gehen dann nur über Links, die man weitergibt. Einen Mailserver geben Sie mit SMTP_URL an.',
    },
    'mail.sender': {
      title: 'E-Mails haben keinen brauchbaren Absender',
      text: 'Mit einer Adresse bei localhost nimmt kaum ein Server sie an. Setzen Sie MAIL_FROM.',
    },
  },
  en: {
    'database.clock': {
      title: 'The clocks of server and database differ',
      text: 'Links then end too early or too late. Set the time of both machines over the network (NTP).',
    },
    'redis.away': {
      title: 'Redis does not answer',
      text: 'What was saved is safe. On other servers news arrives only after some seconds, and each server counts limits for itself. Check REDIS_URL and the Redis server.',
    },
    'jobs.stuck': {
      title: 'Jobs have been waiting for long',
      text: 'E-mail and clean-up are late. Look into the server’s log, and restart it if need be.',
    },
    'jobs.failed': {
      title: 'Some jobs have failed',
      text: 'They were tried several times and then given up. The server’s log names the reason. After a while they disappear from here.',
    },
    'media.failed': {
      title: 'Meetings are not possible',
      text: 'The media workers do not run. Everything else works. The server’s log names the reason.',
    },
    'disk.low': {
      title: 'Storage is running out',
      text: 'When it is full, nobody can write any more. Enlarge the disk of DATA_DIR.',
    },
    'url.plain': {
      title: 'The address is not encrypted',
      text: 'Without https browsers give neither camera nor microphone, and passwords travel readable. Put a proxy with TLS in front, and set PUBLIC_URL to https://…',
    },
    'url.local': {
      title: 'Only this machine reaches the installation',
      text: 'That is enough to try it. For others set PUBLIC_URL to the address they open.',
    },
    'mail.none': {
      title: 'No mail server is set up',
      text: 'Invitations and new passwords then go by links that are passed on. Name a mail server with SMTP_URL.',
    },
    'mail.sender': {
      title: 'E-mail has no usable sender',
      text: 'Hardly any server accepts it from an address at localhost. Set MAIL_FROM.',
    },
  },
})
