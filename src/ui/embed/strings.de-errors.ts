/** German for every error code and every step: what is wrong, and what helps. */
import type { ErrorCode } from '../../errors.ts';
import type { ProgressStep } from '../shared/events.ts';

export const germanErrors: Readonly<Record<ErrorCode, string>> = {
  'bad-option': 'Eine Angabe ist unbekannt oder ungültig. Die Meldung nennt, was erwartet wurde.',
  'unknown-class': 'Das Modell kennt diese Klasse nicht. Wählen Sie einen seiner Klassennamen oder einen Index.',
  'unknown-layer': 'Das Modell hat keine solche Schicht. Wählen Sie eine seiner Schichten.',
  'unknown-method': 'Dieses Verfahren gibt es nicht. Wählen Sie eines aus der Liste.',
  'method-needs':
    'Dieses Modell erfüllt nicht, was das Verfahren braucht. Wählen Sie ein anderes Verfahren oder eine andere Schicht.',
  'picture-missing': 'Das Bild wurde nicht gefunden oder darf nicht gelesen werden. Prüfen Sie seine Adresse.',
  'picture-folder': 'Hier ist ein Ordner, es wurde aber ein Bild erwartet. Wählen Sie eine Bilddatei.',
  'picture-empty': 'Die Bilddatei ist leer (0 Byte). Besorgen Sie sie noch einmal.',
  'picture-unreadable':
    'Das Bild lässt sich nicht entschlüsseln oder ist unvollständig. Speichern Sie es neu, etwa als PNG oder JPEG.',
  'picture-twice': 'In einem gleichnamigen Ordner gibt es ein zweites Bild dieses Namens. Benennen Sie eines um.',
  'annotation-missing': 'Zu diesem Bild fehlt die Annotation. Ergänzen Sie sie oder lassen Sie das Bild weg.',
  'annotation-unreadable': 'Die Annotation lässt sich in ihrem Format nicht lesen. Berichtigen Sie die Datei.',
  'annotation-empty':
    'Die Annotation nennt kein Objekt mit einem Rahmen, der eine Fläche hat. Berichtigen Sie die Datei.',
  'annotation-class': 'Die Klasse der Annotation steht nicht in der Klassentabelle. Ergänzen Sie sie dort.',
  'annotation-twice': 'Zu diesem Bild gibt es eine zweite Annotation. Behalten Sie nur eine.',
  'box-clipped': 'Ein wahrer Rahmen ragte über das Bild hinaus und wurde beschnitten.',
  'box-empty': 'Ein wahrer Rahmen hat keine Fläche und wurde nicht beachtet.',
  'annotation-size':
    'Die Annotation nennt eine andere Größe, als das Bild hat. Prüfen Sie, ob sie zu diesem Bild gehört.',
  'annotation-turned': 'Die Annotation bezieht sich auf das ungedrehte Bild; ihre Rahmen wurden mitgedreht.',
  'mask-size': 'Die Maske hat eine andere Größe als ihr Bild.',
  'object-skipped': 'Ein Objekt der Annotation hat keinen brauchbaren Rahmen; die anderen werden verwendet.',
  'entry-skipped': 'Ein Eintrag des Datensatzes wurde nicht gelesen. Die Meldung nennt den Grund.',
  'files-ignored': 'Einige Dateien sind weder Bilder noch Annotationen und wurden nicht gelesen.',
  'archive-damaged': 'Das Archiv ist beschädigt, unvollständig oder gar keines. Besorgen Sie es noch einmal.',
  'file-unreadable':
    'Eine Datei des Datensatzes lässt sich nicht lesen. Prüfen Sie die Zugriffsrechte und den Datenträger.',
  'path-unsafe': 'Ein Pfad führt aus dem Datensatz hinaus und wurde nicht befolgt.',
  'dataset-empty': 'Der Datensatz enthält keine Bilder oder keine Annotationen. Prüfen Sie die Auswahl.',
  'table-unreadable': 'Die Klassentabelle oder die Aufteilung ist ungültig. Die Meldung nennt die Zeile.',
  'table-unmatched':
    'Namen in der Klassentabelle oder der Aufteilung passen zu keinem Bild, oder es fehlen Bilder. Vergleichen Sie die Namen.',
  'model-missing': 'Das Modell wurde nicht gefunden. Prüfen Sie seine Adresse.',
  'model-damaged': 'Die Modelldatei ist beschädigt oder ungültig. Besorgen Sie sie noch einmal.',
  'model-unsupported': 'Dieses Modell lässt sich nicht erklären. Die Meldung nennt den Grund.',
  'operator-unsupported':
    'Zwischen der Schicht und der Bewertung liegt ein Operator ohne Ableitungsregel. Wählen Sie eine spätere Schicht.',
  'not-finite':
    'Das Netz liefert Werte, die keine Zahlen oder unendlich sind. Prüfen Sie die Normalisierung und die Gewichte.',
  'limit-exceeded': 'Die Eingabe übersteigt die Grenzen für Zeit oder Speicher. Verwenden Sie eine kleinere.',
  'records-unfit':
    'Die Aufzeichnungen sind beschädigt, doppelt oder aus verschiedenen Läufen. Verwenden Sie nur die eines Laufs.',
  'records-lost': 'Aufzeichnungen wurden während des Laufs gelöscht oder gekürzt. Setzen Sie den Lauf fort.',
  'run-locked': 'Ein anderer Lauf schreibt diese Aufzeichnungen. Warten Sie auf sein Ende.',
  'output-exists': 'Ein solches Ergebnis gibt es schon. Wählen Sie einen anderen Ort.',
  'output-unwritable':
    'Dort lassen sich keine Ergebnisse schreiben. Schaffen Sie Platz oder wählen Sie einen anderen Ort.',
  'crashed-on':
    'An diesem Bild ist die Seite zweimal gescheitert; es wurde beiseitegelegt. Prüfen Sie, ob es beschädigt oder sehr groß ist.',
  'camera-denied': 'Die Kamera ist nicht erlaubt. Erlauben Sie sie in den Einstellungen des Browsers für diese Seite.',
  'camera-missing':
    'Es gibt keine Kamera, oder ein anderes Programm benutzt sie. Schließen Sie eine an oder beenden Sie das Programm.',
  'camera-insecure':
    'Browser bieten die Kamera nur auf Seiten an, die über HTTPS kommen. Öffnen Sie die Seite über HTTPS.',
  'video-unreadable': 'Das Video lässt sich nicht laden oder entschlüsseln. Verwenden Sie WebM oder MP4 (H.264).',
  'download-failed':
    'Ein Download wurde verweigert oder brach ab. Prüfen Sie die Verbindung und versuchen Sie es noch einmal.',
  'runtime-damaged': 'Eine Datei von cam-lens selbst fehlt oder ist beschädigt. Laden Sie die Seite neu.',
  'worker-failed':
    'Die Berechnung wurde unerwartet beendet oder antwortet nicht mehr. Versuchen Sie es noch einmal, notfalls mit einem kleineren Bild.',
  ended: 'Das Gewünschte wurde schon geschlossen. Beginnen Sie noch einmal.',
  'no-browser': 'Auf diesem Rechner gibt es kein Chrome oder Chromium. Installieren Sie eines.',
  'no-webgpu': 'WebGPU ist hier nicht verfügbar. Verwenden Sie einen anderen Rechenweg oder einen neueren Browser.',
  stopped: 'Die Arbeit wurde auf Wunsch angehalten.',
  'out-of-memory':
    'Der Speicher der Grafikkarte reicht nicht. Schließen Sie andere Programme oder verwenden Sie ein kleineres Bild.',
  'gpu-failed':
    'Die Grafikkarte oder ihr Treiber hat einen Befehl nicht ausgeführt. Versuchen Sie es noch einmal, notfalls ohne Grafikkarte.',
  'device-lost': 'Die Verbindung zur Grafikkarte ging verloren. Versuchen Sie es noch einmal.',
  internal: 'Das ist ein Fehler in cam-lens. Bitte melden Sie ihn mit der folgenden Meldung.',
};

export const germanSteps: Readonly<Record<ProgressStep, string>> = {
  download: 'Das Modell wird geladen',
  rewrite: 'Die Gradienten werden ergänzt',
  session: 'Das Netz wird vorbereitet',
  shaders: 'Die Shader werden übersetzt',
  ready: 'Bereit',
  explain: 'Das Bild wird erklärt',
  camera: 'Die Kamera wird gestartet',
  video: 'Das Video wird geladen',
  annotations: 'Die Annotationen werden gelesen',
  networks: 'Die Netze werden gestartet',
};
