/// A call that a `ProfileStore` has recorded: what gas that it uses is added to.
///
/// One whose record has left the window stands for nothing.
package struct CallTicket: Hashable, Sendable {
    /// The record's number in the ring.
    let number: Int
}
