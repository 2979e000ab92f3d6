import { defineTexts } from '../../i18n/texts.ts'

/** Devices: choosing them, and why they do not work. */
export const deviceTexts = defineTexts({
  de: {
    devices: {
      title: 'Geräte',
      microphone: 'Mikrofon',
      camera: 'Kamera',
      speaker: 'Lautsprecher',
      byDefault: 'Standard des Browsers',
      unnamed: (number: number) => `Gerät ${number}`,
      level: 'Lautstärke Ihres Mikrofons',
      levelHint: 'Sprechen Sie: Der Balken bewegt sich, wenn man Sie hören kann.',
      testTone: 'Testton abspielen',
      testing: 'Der Testton läuft',
      noSpeakerChoice: 'Den Lautsprecher wählen Sie bei diesem Browser in den Einstellungen Ihres Geräts.',
      toneFailed:
        'Der Testton konnte nicht abgespielt werden. Bitte prüfen Sie, ob ein Lautsprecher angeschlossen ist.',
    },

    failure: {
      tryAgain: 'Noch einmal versuchen',
      microphone: {
        denied: 'Das Mikrofon ist in diesem Browser nicht erlaubt.',
        system: 'Ihr Betriebssystem gibt das Mikrofon nicht frei.',
        busy: 'Das Mikrofon wird gerade von einem anderen Programm benutzt. Schließen Sie es dort und versuchen Sie es noch einmal.',
        missing: 'Es wurde kein Mikrofon gefunden. Schließen Sie eines an und versuchen Sie es noch einmal.',
        lost: 'Das Mikrofon wurde getrennt. Sie sind jetzt stumm. Schließen Sie es wieder an oder wählen Sie ein anderes.',
        insecure:
          'Der Browser gibt das Mikrofon nur über eine gesicherte Verbindung (https) frei. Bitte geben Sie Ihrer Verwaltung Bescheid.',
        unknown:
          'Das Mikrofon ließ sich nicht einschalten. Bitte versuchen Sie es noch einmal oder wählen Sie ein anderes.',
      },
      camera: {
        denied: 'Die Kamera ist in diesem Browser nicht erlaubt.',
        system: 'Ihr Betriebssystem gibt die Kamera nicht frei.',
        busy: 'Die Kamera wird gerade von einem anderen Programm benutzt. Schließen Sie es dort und versuchen Sie es noch einmal.',
        missing: 'Es wurde keine Kamera gefunden. Schließen Sie eine an, oder nehmen Sie ohne Bild teil.',
        lost: 'Die Kamera wurde getrennt. Ihr Bild ist jetzt aus. Schließen Sie sie wieder an oder wählen Sie eine andere.',
        insecure:
          'Der Browser gibt die Kamera nur über eine gesicherte Verbindung (https) frei. Bitte geben Sie Ihrer Verwaltung Bescheid.',
        unknown:
          'Die Kamera ließ sich nicht einschalten. Bitte versuchen Sie es noch einmal oder wählen Sie eine andere.',
      },
    },
    permission: {
      title: 'So erlauben Sie es wieder',
      withoutIt: 'Sie können auch ohne teilnehmen, zuhören und im Raum schreiben.',
      chromium: {
        first: 'Drücken Sie links neben der Adresse auf das Zeichen mit den zwei Reglern.',
        second: 'Schalten Sie Mikrofon und Kamera ein.',
        third: 'Drücken Sie hier auf „Noch einmal versuchen“.',
      },
      firefox: {
        first: 'Drücken Sie links neben der Adresse auf das durchgestrichene Mikrofon oder die Kamera.',
        second: 'Entfernen Sie die Sperre mit dem Kreuz dahinter.',
        third: 'Drücken Sie hier auf „Noch einmal versuchen“ und dann auf „Erlauben“.',
      },
      safari: {
        first: 'Öffnen Sie in der Menüzeile „Safari“ und dann „Einstellungen für diese Website“.',
        second: 'Stellen Sie Kamera und Mikrofon auf „Erlauben“.',
        third: 'Drücken Sie hier auf „Noch einmal versuchen“.',
      },
      mobile: {
        first: 'Drücken Sie neben der Adresse auf das Schloss oder die Regler.',
        second: 'Öffnen Sie „Berechtigungen“ und erlauben Sie Mikrofon und Kamera.',
        third: 'Drücken Sie hier auf „Noch einmal versuchen“.',
      },
      other: {
        first: 'Öffnen Sie die Einstellungen Ihres Browsers für diese Website.',
        second: 'Erlauben Sie Mikrofon und Kamera.',
        third: 'Drücken Sie hier auf „Noch einmal versuchen“.',
      },
      system: {
        first: 'Öffnen Sie die Einstellungen Ihres Betriebssystems unter „Datenschutz“.',
        second: 'Erlauben Sie Ihrem Browser Mikrofon und Kamera.',
        third: 'Drücken Sie hier auf „Noch einmal versuchen“.',
      },
    },
  },
  en: {
    devices: {
      title: 'Devices',
      microphone: 'Microphone',
      camera: 'Camera',
      speaker: 'Speaker',
      byDefault: 'Browser default',
      unnamed: (number: number) => `Device ${number}`,
      level: 'Volume of your microphone',
      levelHint: 'Say something: the bar moves when you can be heard.',
      testTone: 'Play a test tone',
      testing: 'The test tone is playing',
      noSpeakerChoice: 'With this browser you choose the speaker in the settings of your device.',
      toneFailed: 'The test tone could not be played. Please check whether a speaker is connected.',
    },

    failure: {
      tryAgain: 'Try again',
      microphone: {
        denied: 'The microphone is not allowed in this browser.',
        system: 'Your operating system does not release the microphone.',
        busy: 'Another program is using the microphone. Close it there and try again.',
        missing: 'No microphone was found. Connect one and try again.',
        lost: 'The microphone was disconnected. You are muted now. Connect it again or choose another one.',
        insecure:
          'The browser only releases the microphone over a secure connection (https). Please tell your administrator.',
        unknown: 'The microphone could not be switched on. Please try again or choose another one.',
      },
      camera: {
        denied: 'The camera is not allowed in this browser.',
        system: 'Your operating system does not release the camera.',
        busy: 'Another program is using the camera. Close it there and try again.',
        missing: 'No camera was found. Connect one, or join without a picture.',
        lost: 'The camera was disconnected. Your picture is off now. Connect it again or choose another one.',
        insecure:
          'The browser only releases the camera over a secure connection (https). Please tell your administrator.',
        unknown: 'The camera could not be switched on. Please try again or choose another one.',
      },
    },
    permission: {
      title: 'How to allow it again',
      withoutIt: 'You can also join without it, listen, and write in the room.',
      chromium: {
        first: 'Press the symbol with the two sliders to the left of the address.',
        second: 'Switch microphone and camera on.',
        third: 'Press “Try again” here.',
      },
      firefox: {
        first: 'Press the crossed-out microphone or camera to the left of the address.',
        second: 'Remove the block with the cross behind it.',
        third: 'Press “Try again” here and then “Allow”.',
      },
      safari: {
        first: 'Open “Safari” in the menu bar and then “Settings for this website”.',
        second: 'Set camera and microphone to “Allow”.',
        third: 'Press “Try again” here.',
      },
      mobile: {
        first: 'Press the lock or the sliders beside the address.',
        second: 'Open “Permissions” and allow microphone and camera.',
        third: 'Press “Try again” here.',
      },
      other: {
        first: 'Open your browser’s settings for this website.',
        second: 'Allow microphone and camera.',
        third: 'Press “Try again” here.',
      },
      system: {
        first: 'Open the settings of your operating system at “Privacy”.',
        second: 'Allow your browser to use microphone and camera.',
        third: 'Press “Try again” here.',
      },
    },
  },
})
