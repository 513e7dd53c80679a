import Primitives

/// One leaf of a secure Merkle-Patricia trie.
struct TrieLeaf {
    /// The Keccak-256 hash under which the value is kept.
    var key: Word256

    /// Where the value's bytes begin in the buffer of values, and how many they are.
    var valueOffset: Int
    var valueCount: Int
}

/// Computes the root of a Merkle-Patricia trie (Yellow Paper, appendix D) from its sorted leaves.
///
/// No node is kept: the trie's shape follows from the common prefixes of neighbouring keys, so one
/// descent writes each node's RLP into a scratch stack, where it gives way to its reference (itself,
/// or its hash if it has 32 bytes or more) as soon as it is complete.
///
/// All keys have 64 nibbles, so no value ever sits in a branch.
struct TrieRoot: ~Copyable {
    /// The root of the trie without leaves: Keccak-256 of the RLP of the empty string.
    static let empty = Word256(
        limb0: 0x0162_2fb5_e363_b421, limb1: 0x5b48_e01b_996c_adc0,
        limb2: 0xff83_45e6_92c0_f86e, limb3: 0x56e8_1f17_1bcc_55a6)

    /// At every depth at most one unfinished branch (a header of 3, 16 references of 33 and an
    /// empty value) and one extension, and below them one leaf.
    private static let capacity = 65 * (3 + 16 * 33 + 1 + 3 + 34) + 1024

    private let scratch: UnsafeMutablePointer<UInt8>
    private var top = 0

    init() {
        scratch = .allocate(capacity: Self.capacity)
    }

    deinit { scratch.deallocate() }

    /// The root over `leaves`, which are in ascending order of keys, no key twice.
    ///
    /// Their offsets refer to `values`; no value has more than 512 bytes.
    mutating func root(
        of leaves: UnsafeBufferPointer<TrieLeaf>, values: UnsafePointer<UInt8>
    ) -> Word256 {
        guard !leaves.isEmpty else { return Self.empty }
        top = 0
        writeNode(leaves, depth: 0, values: values)
        return Keccak256.hash(UnsafeRawBufferPointer(start: scratch, count: top))
    }

    /// Appends the node over `leaves`, whose keys agree in their first `depth` nibbles.
    private mutating func writeNode(
        _ leaves: UnsafeBufferPointer<TrieLeaf>, depth: Int, values: UnsafePointer<UInt8>
    ) {
        let first = leaves[0].key
        if leaves.count == 1 {
            writeLeaf(leaves[0], depth: depth, values: values)
            return
        }
        let branchDepth = Self.commonNibbleCount(first, leaves[leaves.count - 1].key)
        if branchDepth == depth {
            writeBranch(leaves, depth: depth, values: values)
            return
        }
        let start = beginList()
        writePath(first, from: depth, to: branchDepth, isLeaf: false)
        let child = top
        writeBranch(leaves, depth: branchDepth, values: values)
        shrinkToReference(from: child)
        endList(start)
    }

    private mutating func writeBranch(
        _ leaves: UnsafeBufferPointer<TrieLeaf>, depth: Int, values: UnsafePointer<UInt8>
    ) {
        let start = beginList()
        var lower = 0
        for nibble in 0..<16 {
            var upper = lower
            while upper < leaves.count && Self.nibble(leaves[upper].key, at: depth) == nibble {
                upper += 1
            }
            if upper == lower {
                append(0x80)
            } else {
                let child = top
                writeNode(
                    UnsafeBufferPointer(rebasing: leaves[lower..<upper]), depth: depth + 1,
                    values: values)
                shrinkToReference(from: child)
            }
            lower = upper
        }
        append(0x80)
        endList(start)
    }

    private mutating func writeLeaf(
        _ leaf: TrieLeaf, depth: Int, values: UnsafePointer<UInt8>
    ) {
        let start = beginList()
        writePath(leaf.key, from: depth, to: 64, isLeaf: true)
        let value = values + leaf.valueOffset
        if leaf.valueCount == 1 && value[0] < 0x80 {
            append(value[0])
        } else {
            appendStringHeader(leaf.valueCount)
            (scratch + top).update(from: value, count: leaf.valueCount)
            top += leaf.valueCount
        }
        endList(start)
    }
}

// MARK: Pieces of nodes

extension TrieRoot {
    /// Appends nibbles of a key in the hex-prefix encoding (Yellow Paper, appendix C), as a string.
    private mutating func writePath(_ key: Word256, from lower: Int, to upper: Int, isLeaf: Bool) {
        let count = upper - lower
        let isOdd = count & 1 != 0
        let flag: UInt8 = (isLeaf ? 0x20 : 0) | (isOdd ? 0x10 : 0)
        let byteCount = count / 2 + 1
        // A single byte stands for itself in RLP: the flags keep it below 0x80.
        if byteCount > 1 { appendStringHeader(byteCount) }
        var next = lower
        if isOdd {
            append(flag | UInt8(Self.nibble(key, at: next)))
            next += 1
        } else {
            append(flag)
        }
        while next < upper {
            append(UInt8(Self.nibble(key, at: next) << 4 | Self.nibble(key, at: next + 1)))
            next += 2
        }
    }

    /// Puts the reference to a node in the place of the node, which reaches to the top.
    private mutating func shrinkToReference(from start: Int) {
        let count = top - start
        guard count >= 32 else { return }
        let hash = Keccak256.hash(UnsafeRawBufferPointer(start: scratch + start, count: count))
        scratch[start] = 0xa0
        hash.storeBigEndian(to: UnsafeMutableRawPointer(scratch + start + 1))
        top = start + 33
    }

    /// Leaves room for the longest header that a node needs.
    private mutating func beginList() -> Int {
        let start = top
        top += 3
        return start
    }

    /// Writes the header of the list begun at `start` and closes the gap behind it.
    private mutating func endList(_ start: Int) {
        let payload = top - start - 3
        let headerCount = payload < 56 ? 1 : payload < 256 ? 2 : 3
        (scratch + start + headerCount).update(from: scratch + start + 3, count: payload)
        if payload < 56 {
            scratch[start] = 0xc0 + UInt8(payload)
        } else if payload < 256 {
            scratch[start] = 0xf8
            scratch[start + 1] = UInt8(payload)
        } else {
            scratch[start] = 0xf9
            scratch[start + 1] = UInt8(payload >> 8)
            scratch[start + 2] = UInt8(truncatingIfNeeded: payload)
        }
        top = start + headerCount + payload
    }

    private mutating func appendStringHeader(_ count: Int) {
        if count < 56 {
            append(0x80 + UInt8(count))
        } else if count < 256 {
            append(0xb8)
            append(UInt8(count))
        } else {
            append(0xb9)
            append(UInt8(count >> 8))
            append(UInt8(truncatingIfNeeded: count))
        }
    }

    private mutating func append(_ byte: UInt8) {
        scratch[top] = byte
        top += 1
    }

    /// The nibble at `index`, of 64, the most significant first.
    private static func nibble(_ key: Word256, at index: Int) -> Int {
        let limb: UInt64
        switch index >> 4 {
        case 0: limb = key.limb3
        case 1: limb = key.limb2
        case 2: limb = key.limb1
        default: limb = key.limb0
        }
        return Int(truncatingIfNeeded: limb >> UInt64(60 - 4 * (index & 15))) & 15
    }

    private static func commonNibbleCount(_ left: Word256, _ right: Word256) -> Int {
        (left ^ right).leadingZeroBitCount / 4
    }
}
