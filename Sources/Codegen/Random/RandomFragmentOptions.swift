/// What random fragments are to look like.
package struct RandomFragmentOptions: Hashable, Sendable {
    /// Groups of instructions, roughly ten instructions each.
    package var groups = 12
    /// How deep branches and loops may nest.
    package var depth = 2
    /// Values that are kept in use at once, roughly.
    package var pressure = 16
    /// Whether carries may be used far from their producers and more than once.
    ///
    /// Such a fragment needs the carry pass before any back end.
    package var hasLooseCarries = false
    package var hasCalls = true
    package var hasExits = true
    /// Whether guards say again what others said, and stores go where others went.
    ///
    /// Chance makes hardly any of these, and some passes live on them.
    package var hasRepetition = false

    package init() {}

    /// A shape of the seed's own: mostly small, some long and crowded.
    package init(shapedBy seed: UInt64) {
        groups = 2 + Int(seed % 9)
        depth = Int(seed % 3)
        pressure = 4 + Int(seed % 5) * 7
    }
}
