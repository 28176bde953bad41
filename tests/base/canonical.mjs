// canonical.mjs -- our canonical JSON (RFC 8785) against npm's canonicalize: every JSON file of the repository, and
// random values, numbers most of all.
//
// usage: canonical.mjs FILTER ROOT     FILTER reads JSON texts, a line each, and writes them canonical
//
// Exceptions: what we refuse (a name twice, half a surrogate pair, a number that is no finite double, too deep) the
// other takes or changes: RFC 8785 section 3.1 rests on I-JSON, which forbids it.  Such texts are only counted.
import { execFileSync } from 'node:child_process'
import { readFileSync, readdirSync } from 'node:fs'

let canonicalize
try {
    canonicalize = (await import('canonicalize')).default
} catch {
    console.log('1..0 # SKIP no npm package canonicalize')
    process.exit(0)
}
const [filter, root] = process.argv.slice(2)

// A generator whose numbers are the same everywhere (mulberry32).
let seed = 20261122
const below = (n) => {
    seed = (seed + 0x6d2b79f5) | 0
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) % n
}

const bits = new DataView(new ArrayBuffer(8))
function number() {
    for (;;) {
        bits.setUint32(0, below(2 ** 32))
        bits.setUint32(4, below(2 ** 32))
        const kind = below(8)
        const v = kind < 4 ? bits.getFloat64(0)
            : kind === 4 ? below(2 ** 32) - 2 ** 31
            : kind === 5 ? (below(2 ** 32) / 10 ** below(12)) * (below(2) ? 1 : -1)
            : kind === 6 ? Number(`${1 + below(9)}e${below(60) - 30}`)
            : 2 ** (below(2098) - 1074)
        if (Number.isFinite(v)) return v
    }
}

function text() {
    let s = ''
    for (let n = below(12); n > 0; n--) {
        const kind = below(6)
        s += String.fromCodePoint(kind === 0 ? below(0x20) : kind === 1 ? below(0x80) : kind === 2 ? below(0x800)
            : kind === 3 ? 0xe000 + below(0x2000) : kind === 4 ? 0x10000 + below(0x100000) : 0x20 + below(0x5f))
    }
    return s
}

function value(depth) {
    const kind = below(depth ? 8 : 6)
    if (kind < 3) return number()
    if (kind < 5) return text()
    if (kind === 5) return [true, false, null][below(3)]
    const n = below(6)
    if (kind === 6) return Array.from({ length: n }, () => value(depth - 1))
    return Object.fromEntries(Array.from({ length: n }, () => [text(), value(depth - 1)]))
}

// JSON texts in other spellings of the same values: escapes, exponents, space.
function spell(v) {
    if (typeof v === 'number') {
        const kind = below(3)
        return kind === 0 ? JSON.stringify(v) : kind === 1 ? v.toExponential(20).replace('e+', 'E+') : v.toExponential()
    }
    if (typeof v === 'string')
        return '"' + [...v].map((c) => below(3) && c >= ' ' && c !== '"' && c !== '\\' ? c
            : [...Array(c.length).keys()].map((i) => '\\u' + c.charCodeAt(i).toString(16).padStart(4, '0')).join(''))
            .join('') + '"'
    if (Array.isArray(v)) return '[ ' + v.map(spell).join(' ,') + ']'
    if (v && typeof v === 'object')
        return '{' + Object.entries(v).map(([k, x]) => spell(k) + ' : ' + spell(x)).join(',\t') + ' }'
    return JSON.stringify(v)
}

function through(texts) {
    const out = execFileSync(filter, { input: texts.join('\n') + '\n', maxBuffer: 2 ** 30 }).toString('utf8').split('\n')
    out.pop()
    if (out.length !== texts.length) throw new Error(`${out.length} lines for ${texts.length}`)
    return out
}

let number_of_test = 0, failed = 0
function report(name, texts, mayRefuse) {
    const ours = through(texts)
    let same = 0, refused = 0
    const wrong = []
    texts.forEach((t, i) => {
        let theirs = ''
        try {
            theirs = canonicalize(JSON.parse(t))
        } catch { /* a number that is none: both refuse it */ }
        if (ours[i] === theirs) same++
        else if (ours[i] === '' && mayRefuse) refused++
        else wrong.push(`${t.slice(0, 200)}\n#   ours:   ${ours[i].slice(0, 200)}\n#   theirs: ${theirs.slice(0, 200)}`)
    })
    for (const w of wrong.slice(0, 5)) console.log('# ' + w)
    failed += wrong.length
    console.log(`${wrong.length ? 'not ok' : 'ok'} ${++number_of_test} - ${name} (${same} alike, ${refused} that only we refuse)`)
}

const inside = (dir) => readdirSync(dir, { withFileTypes: true })
    .flatMap((e) => (e.isDirectory() ? inside(`${dir}/${e.name}`) : [`${dir}/${e.name}`]))
const files = ['bench', 'cases', 'data', 'fuzz/seeds/json', 'fuzz/seeds/event', 'tests'].flatMap((d) => inside(`${root}/${d}`))
    .filter((f) => /\.json(ld)?$|seeds/.test(f)).sort()
const texts = []
for (const name of files) {
    const t = readFileSync(name, 'utf8')
    try {
        JSON.parse(t)
        texts.push(t.replace(/\s*[\r\n]+\s*/g, ' ')) // strict JSON has no line end within a string
    } catch { /* no JSON by either */ }
}
console.log('1..4')
report('every JSON file of the repository', texts, true)
report('random numbers', Array.from({ length: 200000 }, () => JSON.stringify(number())), false)
report('random values', Array.from({ length: 20000 }, () => JSON.stringify(value(5))), false)
report('the same spelled otherwise', Array.from({ length: 20000 }, () => spell(value(4))), false)
process.exit(failed ? 1 : 0)
