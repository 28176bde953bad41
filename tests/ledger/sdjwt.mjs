// sdjwt.mjs -- our disclosures, read by npm's @sd-jwt/core (RFC 9901): digests, names, values, what is withheld.
//
// usage: sdjwt.mjs MAKE_LOG      (the program that makes a workspace with a proof file)
//
// The payload of an entry is put under a JWT header that the library wants; its signature is COSE's and is checked
// elsewhere (stranger.py, cose.py), so the library's verifier says yes to all.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

if (process.argv.length < 3) {
    console.error('usage: sdjwt.mjs MAKE_LOG')
    process.exit(2)
}
let SDJwtInstance
try {
    ({ SDJwtInstance } = await import('@sd-jwt/core'))
} catch {
    console.log('1..0 # SKIP no npm package @sd-jwt/core')
    process.exit(0)
}
const b64url = (b) => Buffer.from(b).toString('base64url')

// The payload of a COSE_Sign1 entry: tag 18, array of 4, third item; lengths as CBOR writes them.
function payloadOf(entry) {
    let at = 2
    const item = () => {
        const info = entry[at] & 31, kind = entry[at++] >> 5
        const more = info < 24 ? 0 : 1 << (info - 24)
        const n = more ? entry.readUIntBE(at, more) : info
        at += more
        if (kind !== 2) return null
        at += n
        return entry.subarray(at - n, at)
    }
    item()
    item()
    return item()
}

const sdjwt = new SDJwtInstance({
    verifier: async () => true,
    hasher: async (data, alg) => createHash(alg.replace('-', '')).update(typeof data === 'string' ? data : Buffer.from(data)).digest(),
    hashAlg: 'sha-256',
})
const compact = (payload, said) =>
    [`${b64url('{"alg":"none"}')}.${b64url(payload)}.${b64url('x')}`, ...said, ''].join('~')

const top = mkdtempSync(join(tmpdir(), 'sdjwt-'))
const dir = join(top, 'w')
let n = 0, failed = 0
async function check(name, run) {
    try {
        await run()
        console.log(`ok ${++n} - ${name}`)
    } catch (e) {
        failed++
        console.log(`not ok ${++n} - ${name}\n# ${String(e.stack).replaceAll('\n', '\n# ')}`)
    }
}
const must = (ok, what) => { if (!ok) throw new Error(what) }

try {
    execFileSync(process.argv[2], [dir], { stdio: 'ignore' })
    const extra = JSON.parse(Buffer.from(readFileSync(join(dir, '261.tlog-proof'), 'utf8').match(/^extra (.*)$/m)[1], 'base64'))
    const payload = payloadOf(Buffer.from(extra.entry, 'base64'))
    const said = extra.said, inside = JSON.parse(payload)
    const plain = said.map((s) => JSON.parse(Buffer.from(s, 'base64url')))
    console.log('1..4')
    must(said.length >= 2 && inside._sd.length === said.length, 'the proof shows all')

    await check('every disclosure is found by its digest, with its name and value', async () => {
        const { payload: claims } = await sdjwt.verify(compact(payload, said))
        must(claims.seq === inside.seq && claims.v === 1 && !('_sd' in claims), JSON.stringify(claims))
        for (const [, name, value] of plain)
            must(JSON.stringify(claims[name]) === JSON.stringify(value), `${name}: ${JSON.stringify(claims[name])}`)
    })
    await check('what is withheld is not there, and the rest is', async () => {
        const { payload: claims } = await sdjwt.verify(compact(payload, said.slice(1)))
        must(!(plain[0][1] in claims) && plain[1][1] in claims, JSON.stringify(claims))
    })
    await check('the library takes our salts and names apart as we do', async () => {
        const decoded = await sdjwt.decode(compact(payload, said))
        const digests = []
        for (const [i, d] of decoded.disclosures.entries()) {
            must(d.salt === plain[i][0] && d.key === plain[i][1], d.key)
            must(Buffer.from(d.salt, 'base64url').length === 16, 'a salt of 128 bits')
            digests.push(createHash('sha256').update(said[i]).digest('base64url'))
        }
        must(JSON.stringify(digests.sort()) === JSON.stringify(inside._sd), 'ascending digests')
    })
    await check('a changed value belongs to no digest', async () => {
        const bad = b64url(JSON.stringify([plain[0][0], plain[0][1], 'changed']))
        let claims = {}
        try {
            claims = (await sdjwt.verify(compact(payload, [bad, ...said.slice(1)]))).payload
        } catch { /* or refused as a whole, as we do */ }
        must(claims[plain[0][1]] !== 'changed', 'taken')
    })
} finally {
    rmSync(top, { recursive: true, force: true })
}
process.exit(failed ? 1 : 0)
