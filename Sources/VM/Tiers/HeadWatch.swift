/// How a frame goes on from a head.
package struct HeadDecision: Sendable {
    /// The tier that runs the frame.
    package var tier: Tier
    /// The true gas at or below which the next head stops the frame; `Int64.min`: none does.
    package var nextTrap: Int64

    package init(tier: Tier, nextTrap: Int64) {
        self.tier = tier
        self.nextTrap = nextTrap
    }
}

/// Decides at heads in which tier frames go on.
package struct HeadWatch {
    package init() {}

    /// A frame was put on top; it has executed nothing.
    package mutating func frameBegins(_ frame: FramePointer) -> HeadDecision {
        HeadDecision(tier: .interpreter, nextTrap: .min)
    }

    /// A frame stands at a head at which its gas is not above its trap.
    package mutating func atHead(_ frame: FramePointer) -> HeadDecision {
        HeadDecision(tier: frame.pointee.tier, nextTrap: .min)
    }

    /// A frame has ended and is about to be dropped; its effects are kept or undone already.
    package mutating func frameEnds(_ frame: FramePointer, _ halt: Halt) {}
}
