import { formatList } from '../../i18n/format.ts'
import { defineTexts, plural } from '../../i18n/texts.ts'

export const texts = defineTexts({
  de: {
    meeting: 'Besprechung',
    start: 'Besprechung starten',
    running: 'Besprechung läuft',
    people: (count: number) => plural(count, { one: '1 Person', other: `${count} Personen` }),
    join: 'Teilnehmen',
    joinAgain: 'Erneut teilnehmen',
    backToMeeting: 'Zurück zur Besprechung',
    backToRoom: 'Zurück zum Raum',
    inIt: (names: readonly string[]) => `Dabei: ${formatList(names)}`,
    andMore: (count: number) => plural(count, { one: 'eine weitere Person', other: `${count} weitere` }),
    nameYou: (name: string) => `${name} (Sie)`,

    preparing: {
      title: 'Besprechungen werden vorbereitet',
      why: 'Der Server richtet gerade ein, was für Bild und Ton nötig ist. Das geschieht nur einmal. Sie können hier warten oder im Raum weiterschreiben: Sobald es so weit ist, geht es hier von selbst weiter.',
      download: 'Wird heruntergeladen',
      packages: 'Bausteine werden installiert',
      compile: 'Wird übersetzt, das dauert einige Minuten',
      failedTitle: 'Besprechungen sind gerade nicht möglich',
      failed:
        'Der Server konnte nicht einrichten, was für Bild und Ton nötig ist. Nachrichten gehen weiter. Bitte geben Sie Ihrer Verwaltung Bescheid.',
      waiting: 'Der Zustand der Besprechungen wird abgefragt',
    },

    preJoin: {
      title: 'Bereit für die Besprechung?',
      explanation:
        'Mikrofon und Kamera sind aus, bis Sie sie einschalten. Niemand sieht oder hört Sie, bevor Sie teilnehmen.',
      nobody: 'Es ist noch niemand da. Sie beginnen die Besprechung.',
      cameraIsOff: 'Ihre Kamera ist aus',
      cameraStarts: 'Kamera wird eingeschaltet',
      preview: 'Ihr eigenes Bild',
      joining: 'Sie nehmen gleich teil',
      otherMeeting: 'Sie sind gerade in einer anderen Besprechung. Wenn Sie hier teilnehmen, verlassen Sie die andere.',
    },

    controls: {
      label: 'Steuerung der Besprechung',
      microphone: 'Mikrofon',
      camera: 'Kamera',
      on: 'an',
      muted: 'stumm',
      off: 'aus',
      starts: 'startet',
      share: 'Bildschirm teilen',
      shareShort: 'Teilen',
      people: 'Personen',
      messages: 'Nachrichten',
      view: 'Ansicht',
      devices: 'Geräte',
      more: 'Mehr',
      leave: 'Verlassen',
    },
    view: {
      grid: 'Alle gleich groß',
      speaker: 'Wer spricht, ist groß',
      showSelf: 'Eigenes Bild zeigen',
      shortcuts: 'Tastenkürzel',
      chosen: 'gewählt',
    },
    pages: {
      label: 'Seiten',
      previous: 'Vorige Seite',
      next: 'Nächste Seite',
      of: (page: number, pages: number) => `Seite ${page} von ${pages}`,
    },

    tile: {
      list: 'Personen und geteilte Bildschirme',
      muted: 'stumm',
      speaks: 'spricht',
      screenOf: (name: string) => `Bildschirm von ${name}`,
      pin: (name: string) => `${name} groß zeigen`,
      unpin: (name: string) => `${name} nicht mehr groß zeigen`,
      pinned: 'angeheftet',
      waits: 'Bild kommt gleich',
      alone: 'Noch ist niemand sonst da',
      aloneHint: 'Wer den Raum sieht, sieht auch, dass die Besprechung läuft, und kann teilnehmen.',
    },
    person: {
      microphoneOn: 'Mikrofon an',
      microphoneOff: 'stumm',
      cameraOn: 'Kamera an',
      cameraOff: 'Kamera aus',
      shares: 'teilt den Bildschirm',
    },

    share: {
      title: 'Bildschirm teilen',
      whatIsSeen: 'Alle in dieser Besprechung sehen, was Sie gleich auswählen, auch alles, was darin später erscheint.',
      advice:
        'Am sichersten ist ein einzelnes Fenster: Andere Programme und Benachrichtigungen bleiben dann verborgen.',
      sound: 'Ton wird mitgesendet, wenn Sie einen Tab auswählen und den Ton dort einschalten.',
      choose: 'Auswählen und teilen',
      cancel: 'Abbrechen',
      failed:
        'Das Teilen hat nicht geklappt. Es wird nichts gezeigt. Möglicherweise erlaubt Ihr Betriebssystem dem Browser die Bildschirmaufnahme nicht.',
      sharing: {
        monitor: 'Sie teilen: ganzer Bildschirm',
        window: 'Sie teilen: ein Fenster',
        browser: 'Sie teilen: ein Tab',
        unknown: 'Sie teilen Ihren Bildschirm',
      },
      withSound: 'mit Ton',
      withoutSound: 'ohne Ton',
      starting: 'wird gerade sichtbar',
      stop: 'Teilen beenden',
      another: 'Weiteren Bildschirm teilen',
    },

    line: {
      interrupted: 'Die Verbindung ist unterbrochen. Sie wird gerade wiederhergestellt, Sie müssen nichts tun.',
      weak: 'Ihre Verbindung ist schwach. Der Ton hat Vorrang.',
      bad: 'Ihre Verbindung ist sehr schwach. Schalten Sie die Kamera aus, dann bleibt der Ton verständlich.',
      back: 'Die Verbindung ist wieder da.',
      soundBlocked: 'Der Browser hat den Ton angehalten.',
      playSound: 'Ton einschalten',
    },

    leave: {
      title: 'Besprechung verlassen?',
      question: 'Die anderen können weitersprechen, wenn nur Sie gehen.',
      onlyMe: 'Nur selbst verlassen',
      forAll: 'Für alle beenden',
      forAllTitle: 'Besprechung für alle beenden?',
      forAllQuestion: 'Alle werden aus der Besprechung genommen. Die Nachrichten im Raum bleiben.',
    },
    ended: {
      ended: 'Die Besprechung ist beendet',
      endedHint: 'Was im Raum geschrieben wurde, bleibt dort.',
      elsewhere: 'Sie nehmen an einem anderen Gerät teil',
      elsewhereHint: 'Mikrofon und Kamera sind hier aus. Möchten Sie lieber hier weitermachen, nehmen Sie erneut teil.',
      revoked: 'Dieser Raum ist nicht mehr für Sie freigegeben',
      revokedHint: 'Sie wurden aus der Besprechung genommen. Die Projektleitung kann Ihnen sagen, warum.',
      failed: 'Die Verbindung zur Besprechung ist abgerissen',
      failedHint:
        'Sie konnte nicht wiederhergestellt werden. Prüfen Sie Ihre Netzverbindung und nehmen Sie dann erneut teil.',
    },

    shortcuts: {
      title: 'Tastenkürzel',
      microphone: 'Mikrofon ein- und ausschalten',
      camera: 'Kamera ein- und ausschalten',
      control: 'Strg',
    },

    announce: {
      joined: 'Sie nehmen teil. Mikrofon und Kamera bleiben, wie Sie sie eingestellt haben.',
      came: (names: readonly string[]) =>
        plural(names.length, {
          one: `${formatList(names)} ist dazugekommen`,
          other: `${formatList(names)} sind dazugekommen`,
        }),
      went: (names: readonly string[]) =>
        plural(names.length, { one: `${formatList(names)} ist gegangen`, other: `${formatList(names)} sind gegangen` }),
      shares: (name: string) => `${name} teilt den Bildschirm`,
      sharesNoMore: (name: string) => `${name} teilt den Bildschirm nicht mehr`,
      microphoneOn: 'Ihr Mikrofon ist an',
      microphoneOff: 'Ihr Mikrofon ist stumm',
      cameraOn: 'Ihre Kamera ist an',
      cameraOff: 'Ihre Kamera ist aus',
    },
  },
  en: {
    meeting: 'Meeting',
    start: 'Start meeting',
    running: 'Meeting in progress',
    people: (count: number) => plural(count, { one: '1 person', other: `${count} people` }),
    join: 'Join',
    joinAgain: 'Join again',
    backToMeeting: 'Back to the meeting',
    backToRoom: 'Back to the room',
    inIt: (names: readonly string[]) => `Present: ${formatList(names)}`,
    andMore: (count: number) => plural(count, { one: 'one more', other: `${count} more` }),
    nameYou: (name: string) => `${name} (you)`,

    preparing: {
      title: 'Meetings are being prepared',
      why: 'The server is setting up what it needs for sound and picture. This happens only once. You can wait here or go on writing in the room: this page continues by itself as soon as it is ready.',
      download: 'Downloading',
      packages: 'Installing components',
      compile: 'Compiling, this takes a few minutes',
      failedTitle: 'Meetings are not possible right now',
      failed:
        'The server could not set up what it needs for sound and picture. Messages keep working. Please tell your administrator.',
      waiting: 'Checking whether meetings are ready',
    },

    preJoin: {
      title: 'Ready for the meeting?',
      explanation: 'Microphone and camera are off until you switch them on. Nobody sees or hears you before you join.',
      nobody: 'Nobody is here yet. You start the meeting.',
      cameraIsOff: 'Your camera is off',
      cameraStarts: 'Camera is starting',
      preview: 'Your own picture',
      joining: 'You are joining',
      otherMeeting: 'You are in another meeting right now. Joining here leaves the other one.',
    },

    controls: {
      label: 'Meeting controls',
      microphone: 'Microphone',
      camera: 'Camera',
      on: 'on',
      muted: 'muted',
      off: 'off',
      starts: 'starting',
      share: 'Share screen',
      shareShort: 'Share',
      people: 'People',
      messages: 'Messages',
      view: 'View',
      devices: 'Devices',
      more: 'More',
      leave: 'Leave',
    },
    view: {
      grid: 'Everybody alike',
      speaker: 'Whoever speaks is large',
      showSelf: 'Show own picture',
      shortcuts: 'Keyboard shortcuts',
      chosen: 'chosen',
    },
    pages: {
      label: 'Pages',
      previous: 'Previous page',
      next: 'Next page',
      of: (page: number, pages: number) => `Page ${page} of ${pages}`,
    },

    tile: {
      list: 'People and shared screens',
      muted: 'muted',
      speaks: 'speaking',
      screenOf: (name: string) => `${name}’s screen`,
      pin: (name: string) => `Show ${name} large`,
      unpin: (name: string) => `Stop showing ${name} large`,
      pinned: 'pinned',
      waits: 'Picture is on its way',
      alone: 'Nobody else is here yet',
      aloneHint: 'Everyone who sees the room sees that the meeting is on, and can join.',
    },
    person: {
      microphoneOn: 'microphone on',
      microphoneOff: 'muted',
      cameraOn: 'camera on',
      cameraOff: 'camera off',
      shares: 'sharing the screen',
    },

    share: {
      title: 'Share screen',
      whatIsSeen: 'Everyone in this meeting sees what you choose next, including whatever appears in it later.',
      advice: 'A single window is safest: other programs and notifications stay hidden.',
      sound: 'Sound is sent along when you choose a tab and switch its sound on there.',
      choose: 'Choose and share',
      cancel: 'Cancel',
      failed:
        'Sharing did not work. Nothing is shown. Your operating system may not allow the browser to record the screen.',
      sharing: {
        monitor: 'You are sharing: whole screen',
        window: 'You are sharing: a window',
        browser: 'You are sharing: a tab',
        unknown: 'You are sharing your screen',
      },
      withSound: 'with sound',
      withoutSound: 'without sound',
      starting: 'about to be visible',
      stop: 'Stop sharing',
      another: 'Share another screen',
    },

    line: {
      interrupted: 'The connection is interrupted. It is being restored, there is nothing you need to do.',
      weak: 'Your connection is weak. Sound comes first.',
      bad: 'Your connection is very weak. Switch the camera off to keep the sound clear.',
      back: 'The connection is back.',
      soundBlocked: 'The browser has stopped the sound.',
      playSound: 'Switch sound on',
    },

    leave: {
      title: 'Leave the meeting?',
      question: 'The others can go on talking if only you leave.',
      onlyMe: 'Leave by myself',
      forAll: 'End for all',
      forAllTitle: 'End the meeting for all?',
      forAllQuestion: 'Everyone is taken out of the meeting. The messages in the room stay.',
    },
    ended: {
      ended: 'The meeting has ended',
      endedHint: 'What was written in the room stays there.',
      elsewhere: 'You joined on another device',
      elsewhereHint: 'Microphone and camera are off here. If you would rather go on here, join again.',
      revoked: 'This room is no longer shared with you',
      revokedHint: 'You were taken out of the meeting. The project lead can tell you why.',
      failed: 'The connection to the meeting broke off',
      failedHint: 'It could not be restored. Check your network and then join again.',
    },

    shortcuts: {
      title: 'Keyboard shortcuts',
      microphone: 'Microphone on and off',
      camera: 'Camera on and off',
      control: 'Ctrl',
    },

    announce: {
      joined: 'You have joined. Microphone and camera stay as you set them.',
      came: (names: readonly string[]) =>
        plural(names.length, { one: `${formatList(names)} has joined`, other: `${formatList(names)} have joined` }),
      went: (names: readonly string[]) =>
        plural(names.length, { one: `${formatList(names)} has left`, other: `${formatList(names)} have left` }),
      shares: (name: string) => `${name} is sharing the screen`,
      sharesNoMore: (name: string) => `${name} has stopped sharing the screen`,
      microphoneOn: 'Your microphone is on',
      microphoneOff: 'Your microphone is muted',
      cameraOn: 'Your camera is on',
      cameraOff: 'Your camera is off',
    },
  },
})
