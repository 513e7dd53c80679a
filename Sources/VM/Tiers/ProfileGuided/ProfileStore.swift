/// How often each piece of code was called in a sliding window of calls, and the gas that these
/// calls have used themselves.
///
/// 1. Every call in the window is counted, whatever is known of its code, so that what leaves it
///    is taken off once: the counts are those of the ring, always.
/// 2. A profile with a call in the window is never evicted. The others are idle; their counts are
///    zero, and they are kept so that code that comes back finds its place. The one that has been
///    idle for longest goes when there is no room for another.
///
/// Belongs to one thread at a time: whoever shares it locks. A call of known code allocates
/// nothing.
package struct ProfileStore: ~Copyable, Sendable {
    /// A call in the window.
    private struct Record: BitwiseCopyable {
        let profile: Int32
        var gas: Int64
    }

    private struct Profile {
        let key: CodeKey
        var calls = 0
        /// Wider than a record's, so that no sum of records is out of range.
        var gas: Int128 = 0
        /// Its neighbours in the line of the idle, where it is idle.
        var longerIdle = none
        var shorterIdle = none
    }

    /// No profile.
    private static var none: Int32 { -1 }

    private let capacity: Int
    private var ring: RingBuffer<Record>
    private var profiles: [Profile] = []
    private var places: [CodeKey: Int32] = [:]
    /// The place that was found last.
    private var recentPlace = none
    private var longestIdle = none
    private var shortestIdle = none

    /// - Parameters:
    ///   - window: the calls that count.
    ///   - capacity: the most profiles that are kept; memory is taken as they come.
    /// - Precondition: there is room for a profile for each call in the window.
    package init(window: Int, capacity: Int) {
        precondition(window <= capacity && capacity <= Int32.max)
        self.capacity = capacity
        ring = RingBuffer(capacity: window)
    }

    /// How many profiles are kept.
    package var profileCount: Int { profiles.count }

    /// Whether a piece of code has a profile, idle or not.
    package func isKnown(_ key: CodeKey) -> Bool { places[key] != nil }

    /// Calls and gas of a piece of code in the window.
    package func counts(of key: CodeKey) -> (calls: Int, gas: Int64) {
        guard let place = places[key] else { return (0, 0) }
        let profile = profiles[Int(place)]
        return (profile.calls, Int64(clamping: profile.gas))
    }

    /// The same, without looking the code up, as long as this call of it is in the window.
    package func counts(of key: CodeKey, called ticket: CallTicket) -> (calls: Int, gas: Int64) {
        guard ring.numbers.contains(ticket.number) else { return counts(of: key) }
        let profile = profiles[Int(ring[ticket.number].profile)]
        return (profile.calls, Int64(clamping: profile.gas))
    }

    /// Records a call that has used no gas yet; where the window is full its oldest call leaves.
    package mutating func callBegins(_ key: CodeKey) -> CallTicket {
        if ring.isFull { leave(ring.removeFirst()) }
        let place = place(for: key)
        if profiles[Int(place)].calls == 0 { takeFromIdle(place) }
        profiles[Int(place)].calls += 1
        return CallTicket(number: ring.append(Record(profile: place, gas: 0)))
    }

    /// Adds gas to a call that is still in the window; less than none is none, and at the end of
    /// the range a record stays there.
    package mutating func add(_ gas: Int64, to ticket: CallTicket) {
        guard gas > 0, ring.numbers.contains(ticket.number) else { return }
        var record = ring[ticket.number]
        let (sum, overflows) = record.gas.addingReportingOverflow(gas)
        let former = record.gas
        record.gas = overflows ? .max : sum
        ring[ticket.number] = record
        profiles[Int(record.profile)].gas += Int128(record.gas - former)
    }

    /// Forgets every profile; tickets of calls so far stand for nothing.
    package mutating func removeAll() {
        ring.removeAll()
        profiles.removeAll(keepingCapacity: true)
        places.removeAll(keepingCapacity: true)
        recentPlace = Self.none
        longestIdle = Self.none
        shortestIdle = Self.none
    }

    /// What `counts(of:)` has to be for each piece of code with a call in the window: counted from
    /// the calls alone.
    package func recount() -> [CodeKey: (calls: Int, gas: Int64)] {
        var sums: [CodeKey: (calls: Int, gas: Int128)] = [:]
        for number in ring.numbers {
            let record = ring[number]
            let key = profiles[Int(record.profile)].key
            let former = sums[key] ?? (0, 0)
            sums[key] = (former.calls + 1, former.gas + Int128(record.gas))
        }
        return sums.mapValues { ($0.calls, Int64(clamping: $0.gas)) }
    }

    /// Whether every profile's counts, those of the idle too, are what `recount` says.
    package var isExact: Bool {
        var expected = recount()
        for profile in profiles {
            let (calls, gas) = expected.removeValue(forKey: profile.key) ?? (0, 0)
            guard profile.calls == calls, Int64(clamping: profile.gas) == gas else { return false }
        }
        return expected.isEmpty
    }

    /// Takes a call that has left the window off its profile.
    private mutating func leave(_ record: Record) {
        let place = Int(record.profile)
        profiles[place].calls -= 1
        profiles[place].gas -= Int128(record.gas)
        if profiles[place].calls == 0 { addToIdle(record.profile) }
    }

    /// The place of a piece of code's profile, which is idle where it is new.
    private mutating func place(for key: CodeKey) -> Int32 {
        // The same code is often called again at once, which takes no hashing then.
        if recentPlace != Self.none, profiles[Int(recentPlace)].key == key { return recentPlace }
        let place = places[key] ?? makePlace(for: key)
        recentPlace = place
        return place
    }

    private mutating func makePlace(for key: CodeKey) -> Int32 {
        let place: Int32
        if profiles.count < capacity {
            place = Int32(profiles.count)
            profiles.append(Profile(key: key))
        } else {
            // All others cannot be in the window, which has room for this one.
            place = longestIdle
            takeFromIdle(place)
            places[profiles[Int(place)].key] = nil
            profiles[Int(place)] = Profile(key: key)
        }
        places[key] = place
        addToIdle(place)
        return place
    }
}

// MARK: The line of the idle

extension ProfileStore {
    private mutating func addToIdle(_ place: Int32) {
        connect(shortestIdle, place)
        connect(place, Self.none)
    }

    private mutating func takeFromIdle(_ place: Int32) {
        let profile = profiles[Int(place)]
        connect(profile.longerIdle, profile.shorterIdle)
    }

    /// Makes two places neighbours; with `none`, one of them is an end of the line.
    private mutating func connect(_ longer: Int32, _ shorter: Int32) {
        if longer == Self.none {
            longestIdle = shorter
        } else {
            profiles[Int(longer)].shorterIdle = shorter
        }
        if shorter == Self.none {
            shortestIdle = longer
        } else {
            profiles[Int(shorter)].longerIdle = longer
        }
    }
}
