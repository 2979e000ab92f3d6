import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface Certificates {
  /** Of the authority: what a town enters. */
  readonly authority: string
  readonly certificate: string
  readonly key: string
}

/** An authority of a town's own and a certificate for loopback by it. */
export function makeCertificates(names = 'DNS:localhost,IP:127.0.0.1'): Certificates {
  const directory = mkdtempSync(join(tmpdir(), 'allmende-certificates-'))
  const at = (name: string) => join(directory, name)
  const openssl = (...words: string[]) => execFileSync('openssl', words, { cwd: directory, stdio: 'pipe' })
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes']
  try {
    openssl('req', '-x509', ...newKey, '-keyout', 'ca.key', '-out', 'ca.pem', '-days', '2', '-subj', '/CN=Stadt-CA')
    openssl('req', ...newKey, '-keyout', 'key.pem', '-out', 'request.pem', '-subj', '/CN=localhost')
    writeFileSync(at('names'), `subjectAltName=${names}\n`)
    const signing = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '2', '-extfile', 'names']
    openssl('x509', '-req', '-in', 'request.pem', '-out', 'certificate.pem', ...signing)
    const read = (name: string) => readFileSync(at(name), 'utf8')
    return { authority: read('ca.pem'), certificate: read('certificate.pem'), key: read('key.pem') }
  } finally {
    rmSync(directory, { recursive: true })
  }
}
